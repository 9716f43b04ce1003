    SELECT d.hour FROM gateway.stat_deltas d
    WHERE d.account_id = @account_id AND d.hour >= @from AND d.hour < @before AND d.count > 0
        AND (@channel IS NULL OR d.channel = @channel) AND (@vendor IS NULL OR d.vendor = @vendor) AND (@status IS NULL OR d.status = @status)
