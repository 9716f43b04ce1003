SELECT vendor, paused, status, weight, COALESCE(reason, '') FROM gateway.vendor_health
