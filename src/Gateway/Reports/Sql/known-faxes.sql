SELECT vendor_key FROM gateway.received_faxes WHERE vendor = @vendor AND vendor_key = ANY (@keys)
