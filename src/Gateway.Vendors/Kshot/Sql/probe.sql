SELECT Id, {correlation}, kind, state, result, telecom, sendTime, resultTime
FROM {table}
WHERE {correlation} IN ({list})
ORDER BY Id
