DELETE FROM gateway_packed WHERE row_key IN ({list})
