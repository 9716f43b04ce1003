SELECT vendor, paused, status, weight FROM gateway.vendor_health
