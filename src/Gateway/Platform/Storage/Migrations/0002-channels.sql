-- What the channels beyond SMS and LMS bring: their own fields as asked for, and more of what vendors report.
ALTER TABLE gateway.messages ADD COLUMN details jsonb;
ALTER TABLE gateway.messages ADD COLUMN pages smallint;
ALTER TABLE gateway.messages ADD COLUMN seconds integer;
ALTER TABLE gateway.messages ADD COLUMN reply text;
ALTER TABLE gateway.messages ADD COLUMN fee numeric;
ALTER TABLE gateway.messages ADD COLUMN fallback_channel smallint;
ALTER TABLE gateway.messages ADD COLUMN billing_id text;
