SELECT gateway.drop_detached()
