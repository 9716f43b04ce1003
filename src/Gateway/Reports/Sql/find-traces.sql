SELECT id, trace FROM gateway.messages WHERE id = ANY (@ids) AND id BETWEEN @first_id AND @last_id AND trace IS NOT NULL
