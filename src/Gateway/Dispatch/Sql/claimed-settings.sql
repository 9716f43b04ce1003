-- For the records of a claim, in this transaction: each is looked up by its key, and the plan is made once for each
-- connection.
SELECT
    {include Dispatch.Sql.indexes-alone}
