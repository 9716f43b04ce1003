SELECT r.MSG_ID, r.{correlation}, d.SUBJOB_ID, d.RESULT, d.TCS_RESULT, d.SEND_DATE, d.REPORT_RES_DATE, {deliverDate}, FEE, {telecom}, {pages}, {seconds}, {reply}
FROM {report} r
LEFT JOIN {detail} d ON d.MSG_ID = r.MSG_ID
WHERE r.{correlation} IN ({list})
