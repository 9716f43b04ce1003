UPDATE {table} SET SEND_TIME = @now WHERE STATUS = 0 AND SEND_TIME < @before AND CMID IN ({list})
