namespace Gateway.Simulator.Agents;

internal static class AgentHelp
{
    public const string Text = """
        Plays one vendor's agent on a real database until it is stopped (Ctrl+C or SIGTERM).

        usage: Gateway.Simulator agent --protocol P --database D --connection "..." [options]

        N is a whole number, S a share from 0 to 1, T a time such as 00:00:01.5 or a number of seconds; defaults stand in brackets.

          --protocol P            kshot, bizppurio, xroshot, emma or lguplus
          --database D            mysql (MariaDB too) or postgresql
          --connection "..."      connection string of the database with the agent's tables
          --create-tables         create missing tables as the manual prints them, then go on
          --wait-for-tables       wait until somebody else has created the tables; without it, missing tables end the program
          --interval T            pause between two looks (00:00:00.1)
          --tps N                 messages taken per second, 0 = no bound (100)
          --batch N               rows per statement and transaction (1000)
          --accept-delay T        from sent to accepted (00:00:00.2)
          --result-delay T        from accepted to the report (00:00:00.5)
          --seed N                makes chance repeatable, also after a restart (another seed at each start)
          --verbose               one line per message instead of one line per batch

        Results
          --mix M                 result codes with weights, such as 0:90,7:5,6:5; for one kind: sms=0:90,7:10; may be repeated (all succeed)
                                  kinds: sms lms mms fax voice alimtalk friendtalk, and mobilevoice for bizppurio
          --ending E=R            the last four digits of the number decide: 1234=7, 1234=lost, alimtalk/1234=3018, 1234=0+late; may be repeated
                                  known without this option: 9901 lost, 9902 late, 9903 backdated, 9904 duplicate, 9905 stuck,
                                  9906 rejected (xroshot), 9907 failed, 9908 a code that no manual lists, 9909 Kakao fails but not its fallback
          --no-endings            forget the known endings; chance alone decides (useful for load tests)
          --lose S                share of reports that never come, 0 to 1 (0)
          --late S                share of reports that come later by --late-by (0)
          --backdate S            share of reports that come later by --late-by, but carry the time at which they were due (0)
          --late-by T             (01:00:00)
          --duplicate S           share of rows that are written to the log twice (0)
          --stuck S               share of messages that stay where they are being sent (0)

        kshot
          --log L                 month, day, one or unuse: log_table_type (month)
          --log-period P          move, registtime, sendtime or resulttime: which time names the log table (move)
          --migrate-interval T    from the result table to the log (00:00:02)
          --expire-hours N        rows without a report are failed when they are this old, between 05 and 06 h (48)
          --etc-columns N         etc columns of created tables (5)
          --watchdog              mode_dup = 1: keep agent_watchdog
          --standby               with --watchdog: be the standby agent
          --queue-table, --result-table, --log-table, --watchdog-table   other names (agent_msgqueue, agent_msgresult, agent_msglog, agent_watchdog)

        bizppurio
          --log L                 month or one: BIZ_LOG_YYYYMM or BIZ_LOG (month)
          --log-period P          sendtime, requesttime, reporttime or move: which time names the log table (sendtime)
          --move-interval T       from BIZ_MSG to the log (00:00:10)
          --move-count N          rows moved at each interval (1000)
          --spool DIR             directory of attachments: missing files fail, used files are deleted (files are not looked at)
          --keep-files            FILE_DELETE_OPTION=N: do not delete used files
          --message-table, --log-table   other names (BIZ_MSG, BIZ_LOG)

        xroshot
          --reports L             fixed or monthly: SDK_x_REPORT or SDK_x_REPORT_yymm (fixed)
          --month M               senddate or move: which time names the month of the report tables (senddate)
          --reject S              share of jobs that the server refuses, 0 to 1 (0)
          --suffix S              table suffix of the install, such as A for SDK_SMS_SEND_A (none)
          --interim-delay T       from accepted to the interim result 1 or 43 (00:00:00.2)
          --old-agent             TCS_RESULT -2 instead of NULL before the report (agent before 4.0.0)

        emma (with its AlimTalk agent ATA)
          --results R             log or queue: where a result is written first (log on postgresql, queue on mysql)
          --move-interval T       from the queue to the log, with --results queue (00:00:10)
          --ttl T                 rows that were due longer ago are never read (01:00:00)
          --watchdog              keep em_status
          --sms-table, --mms-table, --file-table, --ata-table   other names (em_smt_tran, em_mmt_tran, em_mmt_file, …)
          --sms-log, --mms-log, --ata-log   other names (em_smt_log, em_mmt_log, ata_mmt_log)

        lguplus
          --month M               due or move: which time names the month of the log (due)
          --move-interval T       from the queue to the log (00:00:10)
          --no-log                finished rows stay in the queue
          --submit-timeout T      LMS and MMS that were due longer ago fail with 9011 (01:00:00)
          --duplicate-check T     the same text to the same number within this time fails with 99 or 9009 (0: it is sent)
          --start-hour N, --end-hour N   outside these hours rows fail with 91 or 9001 (0 and 24)
          --sms-table, --mms-table, --sms-log, --mms-log   other names (SC_TRAN, MMS_MSG, SC_LOG, MMS_LOG)
        """;
}
