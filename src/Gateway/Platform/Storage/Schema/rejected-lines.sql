-- Numbers that had lost their first 0 in a spreadsheet, and got it back.
ALTER TABLE gateway.batches ADD COLUMN repaired integer NOT NULL DEFAULT 0;

-- Lines of uploads that were rejected, whole, a row for those of a chunk; written in the transaction that counts them,
-- and gone with their batch, or before, when contents are due.
CREATE TABLE gateway.rejected_lines (
    batch_id   uuid    NOT NULL REFERENCES gateway.batches (id) ON DELETE CASCADE,
    first_line integer NOT NULL,
    sealed     boolean NOT NULL,
    content    bytea   NOT NULL,
    PRIMARY KEY (batch_id, first_line)
);
