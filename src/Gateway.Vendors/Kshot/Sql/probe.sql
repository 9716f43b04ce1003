SELECT Id, {correlation}, kind, state, result, telecom, sendTime, resultTime, {replaceType}, {replaceId}
FROM {table}
WHERE {key} IN ({list})
ORDER BY Id
