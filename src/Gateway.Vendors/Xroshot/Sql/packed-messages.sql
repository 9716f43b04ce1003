SELECT message_id, row_key, place FROM gateway_packed WHERE message_id IN ({list})
