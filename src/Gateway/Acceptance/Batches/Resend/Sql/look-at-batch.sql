-- Whether the account has a batch, or a request of its own, with this id, and whose messages it holds.
SELECT b.is_there OR m.is_live OR m.is_test AS is_there, m.is_live, m.is_test, b.name
FROM (SELECT count(*) > 0 AS is_there, min(name) AS name FROM gateway.batches WHERE id = @batch_id AND account_id = @account_id) AS b
CROSS JOIN (
    SELECT
        EXISTS (SELECT FROM gateway.messages WHERE batch_id = @batch_id AND batch_id <> id AND account_id = @account_id AND vendor <> @test_vendor)
            OR EXISTS (SELECT FROM gateway.messages WHERE id = @batch_id AND batch_id = id AND account_id = @account_id AND vendor <> @test_vendor) AS is_live,
        EXISTS (SELECT FROM gateway.messages WHERE batch_id = @batch_id AND batch_id <> id AND account_id = @account_id AND vendor = @test_vendor)
            OR EXISTS (SELECT FROM gateway.messages WHERE id = @batch_id AND batch_id = id AND account_id = @account_id AND vendor = @test_vendor) AS is_test
) AS m
