-- Writes what a look has found, and the event of a change, in one statement. Of two nodes that looked at the same time the second writes nothing.
WITH saved AS (
    INSERT INTO gateway.vendor_health AS h
        (vendor, status, reason, since, better_since, weight, weight_at, downs, down_at, unreachable_since, beats, queued, oldest_queued_at, text_length, template_code_length, version)
    VALUES
        (@vendor, @status, @reason, @since, @better_since, @weight, @weight_at, @downs, @down_at, @unreachable_since, @beats, @queued, @oldest_queued_at,
        @text_length, @template_code_length, 1)
    ON CONFLICT (vendor) DO UPDATE
    SET status = EXCLUDED.status, reason = EXCLUDED.reason, since = EXCLUDED.since, better_since = EXCLUDED.better_since, weight = EXCLUDED.weight, weight_at = EXCLUDED.weight_at,
        downs = EXCLUDED.downs, down_at = EXCLUDED.down_at, unreachable_since = EXCLUDED.unreachable_since, beats = EXCLUDED.beats, queued = EXCLUDED.queued,
        oldest_queued_at = EXCLUDED.oldest_queued_at, text_length = COALESCE(EXCLUDED.text_length, h.text_length),
        template_code_length = COALESCE(EXCLUDED.template_code_length, h.template_code_length), version = h.version + 1
    WHERE h.version = @version
    RETURNING vendor
),
told AS (
    INSERT INTO gateway.events (id, account_id, type, occurred_at, data)
    SELECT gateway.new_id(@now), @account_id, @event_type, @now, @event_data FROM saved WHERE @event_type IS NOT NULL
)
SELECT count(*) FROM saved
