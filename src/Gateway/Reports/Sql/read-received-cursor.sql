SELECT position FROM gateway.received_cursors WHERE vendor = @vendor
