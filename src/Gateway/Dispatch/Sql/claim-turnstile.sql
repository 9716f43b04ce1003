-- Held until the claim that follows is committed, never over a word with a vendor's database.
SELECT 1 FROM pg_advisory_xact_lock(hashtextextended('gateway claim ' || @vendor, 0))
