    -- The gateway itself ends the message, now: no vendor has reported anything of it.
    @now AS completed_at, NULL::uuid AS event_id, NULL::text AS vendor_code, NULL::text AS vendor_group,
    NULL::text AS telecom, NULL::smallint AS pages, NULL::integer AS seconds, NULL::text AS reply, NULL::numeric AS fee,
    NULL::smallint AS fallback_channel, false AS late
