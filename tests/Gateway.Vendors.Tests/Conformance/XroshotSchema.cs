namespace Gateway.Vendors.Tests.Conformance;

/// <summary>The tables of the MCS Agent: four families of three.</summary>
internal static class XroshotSchema
{
    public static IReadOnlyDictionary<string, string> Tables { get; } = new Dictionary<string, string>
    {
        ["SDK_SMS_SEND"] = """
            MSG_ID bigint, USER_ID varchar(20), SCHEDULE_TYPE int, SUBJECT varchar(50), NOW_DATE varchar(20), SEND_DATE varchar(20), CALLBACK varchar(20),
            DEST_TYPE int, DEST_COUNT int, DEST_INFO text, KT_OFFICE_CODE varchar(20), CDR_ID varchar(20), RESERVED1 varchar(64), RESERVED2 varchar(50), RESERVED3
            varchar(50), RESERVED4 varchar(50), RESERVED5 varchar(50), RESERVED6 varchar(50), RESERVED7 varchar(50), RESERVED8 varchar(50), RESERVED9 varchar(50),
            SMS_MSG varchar(200), CALLBACK_URL varchar(200), SEND_STATUS int, SEND_COUNT int, SEND_RESULT int, SEND_PROC_TIME varchar(20), STD_ID bigint
            """,
        ["SDK_SMS_REPORT"] = """
            MSG_ID bigint, USER_ID varchar(20), SCHEDULE_TYPE int, SUBJECT varchar(50), NOW_DATE varchar(20), SEND_DATE varchar(20), CALLBACK varchar(20),
            DEST_TYPE int, DEST_COUNT int, DEST_INFO text, KT_OFFICE_CODE varchar(20), CDR_ID varchar(20), RESERVED1 varchar(64), RESERVED2 varchar(50), RESERVED3
            varchar(50), RESERVED4 varchar(50), RESERVED5 varchar(50), RESERVED6 varchar(50), RESERVED7 varchar(50), RESERVED8 varchar(50), RESERVED9 varchar(50),
            SMS_MSG varchar(200), CALLBACK_URL varchar(200), STD_ID bigint, JOB_ID bigint, SUCC_COUNT int, FAIL_COUNT int, CANCEL_STATUS int, CANCEL_COUNT int,
            CANCEL_REQ_DATE varchar(20), CANCEL_RESULT int, DELIVER_STATUS int, DELIVER_COUNT int, DELIVER_REQ_DATE varchar(20), DELIVER_RESULT int
            """,
        ["SDK_SMS_REPORT_DETAIL"] = """
            MSG_ID bigint, USER_ID varchar(20), JOB_ID bigint, SUBJOB_ID int, SEND_DATE varchar(20), DEST_NAME varchar(20), PHONE_NUMBER varchar(20), RESULT int,
            TCS_RESULT int, DELIVER_DATE varchar(20), FEE float, TELCOINFO varchar(8), REPORT_RES_DATE varchar(20), MSG_SUBJOB_TYPE int, STAT_STATUS int,
            STATUS_TEXT varchar(200), SEND_SPID varchar(100)
            """,
        ["SDK_MMS_SEND"] = """
            MSG_ID bigint, USER_ID varchar(20), SCHEDULE_TYPE int, SUBJECT varchar(64), NOW_DATE varchar(16), SEND_DATE varchar(16), CALLBACK varchar(20),
            DEST_COUNT int, DEST_INFO text, KT_OFFICE_CODE varchar(20), CDR_ID varchar(20), RESERVED1 varchar(50), RESERVED2 varchar(50), RESERVED3 varchar(50),
            RESERVED4 varchar(50), RESERVED5 varchar(50), RESERVED6 varchar(50), RESERVED7 varchar(50), RESERVED8 varchar(50), RESERVED9 varchar(50), MSG_TYPE
            int, MMS_MSG text, CONTENT_COUNT int, CONTENT_DATA varchar(250), SEND_STATUS int, SEND_COUNT int, SEND_RESULT int, SEND_PROC_TIME varchar(20), STD_ID
            bigint
            """,
        ["SDK_MMS_REPORT"] = """
            MSG_ID bigint, USER_ID varchar(20), SCHEDULE_TYPE int, SUBJECT varchar(64), NOW_DATE varchar(16), SEND_DATE varchar(16), CALLBACK varchar(20),
            DEST_COUNT int, DEST_INFO text, KT_OFFICE_CODE varchar(20), CDR_ID varchar(20), RESERVED1 varchar(50), RESERVED2 varchar(50), RESERVED3 varchar(50),
            RESERVED4 varchar(50), RESERVED5 varchar(50), RESERVED6 varchar(50), RESERVED7 varchar(50), RESERVED8 varchar(50), RESERVED9 varchar(50), MSG_TYPE
            int, MMS_MSG text, CONTENT_COUNT int, CONTENT_DATA varchar(250), STD_ID bigint, JOB_ID bigint, SUCC_COUNT int, FAIL_COUNT int
            """,
        ["SDK_MMS_REPORT_DETAIL"] = """
            MSG_ID bigint, USER_ID varchar(20), JOB_ID bigint, SUBJOB_ID int, SEND_DATE varchar(16), DEST_NAME varchar(20), PHONE_NUMBER varchar(20), RESULT int,
            TCS_RESULT int, DELIVER_DATE varchar(20), READ_TIME varchar(20), FEE int, STIME varchar(16), RTIME varchar(16), MOBILE_INFO int, REPORT_RES_DATE
            varchar(20), STAT_STATUS int, STATUS_TEXT varchar(200), SEND_SPID varchar(100)
            """,
        ["SDK_VMS_SEND"] = """
            MSG_ID bigint, USER_ID varchar(20), SCHEDULE_TYPE int, SUBJECT varchar(50), NOW_DATE varchar(20), SEND_DATE varchar(20), CALLBACK varchar(20),
            DEST_TYPE int, DEST_COUNT int, DEST_INFO text, KT_OFFICE_CODE varchar(20), CDR_ID varchar(20), RESERVED1 varchar(50), RESERVED2 varchar(50), RESERVED3
            varchar(50), RESERVED4 varchar(50), RESERVED5 varchar(50), RESERVED6 varchar(50), RESERVED7 varchar(50), RESERVED8 varchar(50), RESERVED9 varchar(50),
            MSG_SUBTYPE int, MENT_TYPE int, VOICE_TYPE int, REPLY_TYPE int, REPLY_COUNT int, COUNSELOR_DTMF int, COUNSELOR_NUMBER varchar(20), RELISTEN_COUNT int,
            SMSPLUS_MSG varchar(100), HEADER_MSG varchar(150), TAIL_MSG varchar(150), TTS_MSG text, ATTACH_FILE text, SEND_STATUS int, SEND_COUNT int, SEND_RESULT
            int, SEND_PROC_TIME varchar(20), STD_ID bigint
            """,
        ["SDK_VMS_REPORT"] = """
            MSG_ID bigint, USER_ID varchar(20), SCHEDULE_TYPE int, SUBJECT varchar(50), NOW_DATE varchar(20), SEND_DATE varchar(20), CALLBACK varchar(20),
            DEST_TYPE int, DEST_COUNT int, DEST_INFO text, KT_OFFICE_CODE varchar(20), CDR_ID varchar(20), RESERVED1 varchar(50), RESERVED2 varchar(50), RESERVED3
            varchar(50), RESERVED4 varchar(50), RESERVED5 varchar(50), RESERVED6 varchar(50), RESERVED7 varchar(50), RESERVED8 varchar(50), RESERVED9 varchar(50),
            MSG_SUBTYPE int, MENT_TYPE int, VOICE_TYPE int, REPLY_TYPE int, REPLY_COUNT int, COUNSELOR_DTMF int, COUNSELOR_NUMBER varchar(20), RELISTEN_COUNT int,
            SMSPLUS_MSG varchar(100), HEADER_MSG varchar(150), TAIL_MSG varchar(150), TTS_MSG text, ATTACH_FILE text, STD_ID bigint, JOB_ID bigint, SUCC_COUNT
            int, FAIL_COUNT int, CANCEL_STATUS int, CANCEL_COUNT int, CANCEL_REQ_DATE varchar(20), CANCEL_RESULT int
            """,
        ["SDK_VMS_REPORT_DETAIL"] = """
            MSG_ID bigint, USER_ID varchar(20), JOB_ID bigint, SUBJOB_ID int, SEND_DATE varchar(20), DEST_NAME varchar(20), PHONE_NUMBER varchar(20), RESULT int,
            TCS_RESULT int, FEE float, STIME varchar(20), RTIME varchar(20), DURATION int, REPLIED_DTMF int, REPLIED_FILE varchar(250), REPORT_STATUS int,
            REPORT_COUNT int, REPORT_REQ_DATE varchar(20), REPORT_RES_DATE varchar(20), MSG_SUBJOB_TYPE int, STAT_STATUS int, STATUS_TEXT varchar(200), SEND_SPID
            varchar(100)
            """,
        ["SDK_FMS_SEND"] = """
            MSG_ID bigint, USER_ID varchar(20), SCHEDULE_TYPE int, SUBJECT varchar(50), NOW_DATE varchar(20), SEND_DATE varchar(20), CALLBACK varchar(20),
            DEST_TYPE int, DEST_COUNT int, DEST_INFO text, KT_OFFICE_CODE varchar(20), CDR_ID varchar(20), RESERVED1 varchar(50), RESERVED2 varchar(50), RESERVED3
            varchar(50), RESERVED4 varchar(50), RESERVED5 varchar(50), RESERVED6 varchar(50), RESERVED7 varchar(50), RESERVED8 varchar(50), RESERVED9 varchar(50),
            MSG_SUBTYPE int, ATTACH_FILE text, SEND_STATUS int, SEND_COUNT int, SEND_RESULT int, SEND_PROC_TIME varchar(20), STD_ID bigint
            """,
        ["SDK_FMS_REPORT"] = """
            MSG_ID bigint, USER_ID varchar(20), SCHEDULE_TYPE int, SUBJECT varchar(50), NOW_DATE varchar(20), SEND_DATE varchar(20), CALLBACK varchar(20),
            DEST_TYPE int, DEST_COUNT int, DEST_INFO text, KT_OFFICE_CODE varchar(20), CDR_ID varchar(20), RESERVED1 varchar(50), RESERVED2 varchar(50), RESERVED3
            varchar(50), RESERVED4 varchar(50), RESERVED5 varchar(50), RESERVED6 varchar(50), RESERVED7 varchar(50), RESERVED8 varchar(50), RESERVED9 varchar(50),
            MSG_SUBTYPE int, ATTACH_FILE text, STD_ID bigint, JOB_ID bigint, SUCC_COUNT int, FAIL_COUNT int, CANCEL_STATUS int, CANCEL_COUNT int, CANCEL_REQ_DATE
            varchar(20), CANCEL_RESULT int
            """,
        ["SDK_SEND_STAT"] = """
            SEND_YEAR varchar(4), SEND_MONTH varchar(2), SEND_DAY varchar(2), SEND_HOUR varchar(2), USER_ID varchar(20), SMS_TOTAL int, SMS_SUCC int, VMS_TTS_TOTAL int,
            VMS_TTS_SUCC int, VMS_FILE_TOTAL int, VMS_FILE_SUCC int, VMS_MSTG_TOTAL int, VMS_MSTG_SUCC int, VMS_SP_TOTAL int, VMS_SP_SUCC int, FMS_TOTAL int, FMS_SUCC
            int, MMS_TOTAL int, MMS_SUCC int, THREAD_NO int
            """,
        ["SDK_RECV_STAT"] = "RECV_YEAR char(4), RECV_MONTH char(2), RECV_DAY char(2), RECV_HOUR char(2), SMS_TOTAL int, FMS_TOTAL int",
        ["SDK_FMS_REPORT_DETAIL"] = """
            MSG_ID bigint, USER_ID varchar(20), JOB_ID bigint, SUBJOB_ID int, SEND_DATE varchar(20), DEST_NAME varchar(20), PHONE_NUMBER varchar(20), RESULT int,
            TCS_RESULT int, DELIVER_DATE varchar(20), FEE float, FAX_PAGE int, REPORT_STATUS int, REPORT_COUNT int, REPORT_REQ_DATE varchar(20), REPORT_RES_DATE
            varchar(20), MSG_SUBJOB_TYPE int, STAT_STATUS int, STATUS_TEXT varchar(200)
            """,
    };
}
