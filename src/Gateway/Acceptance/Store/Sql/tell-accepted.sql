SELECT pg_notify('gateway_accepted', vendor) FROM unnest(@vendors) AS vendor
