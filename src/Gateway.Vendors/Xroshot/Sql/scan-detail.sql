SELECT d.MSG_ID, r.{correlation}, d.SUBJOB_ID, d.RESULT, d.TCS_RESULT, d.SEND_DATE, d.REPORT_RES_DATE, {deliverDate}, FEE, {telecom}, {pages}, {seconds}, {reply}
FROM {detail} d
JOIN {report} r ON r.MSG_ID = d.MSG_ID
WHERE d.REPORT_RES_DATE > @since
   OR (d.REPORT_RES_DATE = @since AND (d.MSG_ID > @afterId OR (d.MSG_ID = @afterId AND d.SUBJOB_ID > @afterPlace)))
ORDER BY d.REPORT_RES_DATE, d.MSG_ID, d.SUBJOB_ID
LIMIT @limit
