SELECT vendor_key FROM gateway.received_messages WHERE vendor = @vendor AND vendor_key = ANY (@keys)
