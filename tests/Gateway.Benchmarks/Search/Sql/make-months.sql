SELECT gateway.ensure_month(month) FROM generate_series(@from::timestamptz - interval '1 month', @to::timestamptz + interval '1 month', interval '1 month') AS month
