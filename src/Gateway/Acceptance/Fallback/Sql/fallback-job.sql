SELECT 'start-fallbacks' WHERE EXISTS (SELECT FROM gateway.due_fallbacks)
