SELECT position FROM gateway.fax_cursors WHERE vendor = @vendor
