SELECT vendor, paused, status, weight, COALESCE(reason, '') AS reason FROM gateway.vendor_health
