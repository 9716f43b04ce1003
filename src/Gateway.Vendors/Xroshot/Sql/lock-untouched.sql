SELECT MSG_ID, {correlation} FROM {send} WHERE SEND_STATUS = 0 AND {correlation} IN ({list}) ORDER BY MSG_ID FOR UPDATE
