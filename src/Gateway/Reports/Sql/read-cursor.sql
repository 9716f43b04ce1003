SELECT position FROM gateway.report_cursors WHERE vendor = @vendor
