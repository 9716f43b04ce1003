SELECT Id, {correlation}, kind, state, result, telecom, sendTime, resultTime, {replaceType}, {replaceId}
FROM {table}
WHERE state >= 3 AND (resultTime > @since OR (resultTime = @since AND Id > @afterId))
ORDER BY resultTime, Id
LIMIT @limit
