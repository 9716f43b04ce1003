SELECT message_id, row_key, place FROM gateway_packed WHERE row_key IN ({list})
