SELECT agentid, oper_active, opertime FROM {watchdog} ORDER BY agentid
