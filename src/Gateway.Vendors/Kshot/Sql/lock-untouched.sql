SELECT Id, {correlation} FROM {queue} WHERE state = 0 AND {correlation} IN ({list}) ORDER BY Id FOR UPDATE
