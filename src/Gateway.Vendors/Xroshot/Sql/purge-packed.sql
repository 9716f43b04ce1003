DELETE FROM gateway_packed WHERE entered_at < @before
