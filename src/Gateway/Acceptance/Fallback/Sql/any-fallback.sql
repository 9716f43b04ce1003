SELECT EXISTS (SELECT FROM gateway.due_fallbacks)
