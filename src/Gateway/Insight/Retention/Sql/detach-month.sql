SELECT gateway.detach_month(@parent, @suffix, @before)
