SELECT {correlation} FROM {queue} WHERE state = 0 ORDER BY Id LIMIT @limit
