SELECT Id, {correlation}, kind, state, result, telecom, sendTime, resultTime
FROM {queue}
WHERE state >= 1 AND sendTime >= @since AND Id > @afterId
ORDER BY Id
LIMIT @limit
