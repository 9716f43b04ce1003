SELECT MSG_ID, {correlation}, SEND_STATUS, SEND_RESULT, SEND_PROC_TIME
FROM {send}
WHERE {correlation} IN ({list})
