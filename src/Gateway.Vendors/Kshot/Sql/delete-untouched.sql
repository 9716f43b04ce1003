DELETE FROM {queue} WHERE state = 0 AND Id IN ({list})
