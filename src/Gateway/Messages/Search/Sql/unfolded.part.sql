    SELECT d.hour FROM gateway.stat_deltas d
    WHERE d.account_id = @account_id AND d.hour >= @from AND d.hour < @before AND d.count > 0
        AND (@channels IS NULL OR d.channel = ANY (@channels)) AND (@vendors IS NULL OR d.vendor = ANY (@vendors)) AND (@ends IS NULL OR d.status = ANY (@ends))
