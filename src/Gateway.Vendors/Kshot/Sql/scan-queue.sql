SELECT Id, {correlation}, kind, state, result, telecom, sendTime, resultTime, {replaceType}, {replaceId}
FROM {table}
WHERE state >= 1 AND sendTime >= @since AND Id > @afterId
ORDER BY Id
LIMIT @limit
