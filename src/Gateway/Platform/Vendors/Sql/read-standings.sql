SELECT vendor, paused, status, weight, COALESCE(reason, '') AS reason, text_length, template_code_length
FROM gateway.vendor_health
