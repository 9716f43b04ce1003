-- How many of these messages have the result that the agent reported.
SELECT count(*) FROM gateway.messages
WHERE id = ANY (@ids) AND status = {MessageStatus.Delivered} AND result_code = 0 AND vendor_code = '4100'
