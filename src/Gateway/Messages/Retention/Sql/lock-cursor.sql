-- One process at a time goes on from here.
SELECT position FROM gateway.retention_cursors WHERE name = 'contents' FOR UPDATE
