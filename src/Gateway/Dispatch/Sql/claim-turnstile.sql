-- Held until the claim that follows is committed, never over a word with a vendor's database. The planner cannot know how little a claim takes, and its statistics are old just when a campaign
-- has come: it reads whole tables, sorts a million rows, compiles the statement. For this transaction it has the indexes in their order alone;
-- with no choice left, it plans once and not for every claim, which takes longer than a small claim itself.
SELECT pg_advisory_xact_lock(hashtextextended('gateway claim ' || @vendor, 0)),
    {include Dispatch.Sql.indexes-alone}
