namespace Gateway.Vendors.Tests.Conformance;

/// <summary>The tables as the manuals print them: column and type, in order.</summary>
internal static class ManualSchema
{
    private const string KshotFree = "etc1 varchar(300), etc2 varchar(300), etc3 varchar(300), etc4 varchar(300), etc5 varchar(300)";

    private const string KshotRow = $"""
        Id int, kind smallint, callbackNo varchar(15), receiveNo varchar(15), subject varchar(65), message varchar(2000), mmsfile_path varchar(200),
        mmsfile_path2 varchar(200), mmsfile_path3 varchar(200), isReserved char(1), reservedTime datetime, registTime datetime, sendTime datetime,
        responseTime datetime, resultTime datetime, state smallint, result smallint, telecom tinyint, {KshotFree},
        AFTALK_SENDER_KEY varchar(40), AFTALK_USER_KEY varchar(40), AFTALK_TMPLGRP_CD varchar(30), AFTALK_BUTTON varchar(4000), AFTALK_IMGLINK varchar(1000),
        AFTALK_REPLACE_TYPE char(1), AFTALK_REPLACE_MSG varchar(2000), AFTALK_REPLACE_ID int, AFTALK_AD_FLAG varchar(2), AFTALK_GRPSEQ int
        """;

    public static IReadOnlyDictionary<string, string> Of(Protocol protocol) => protocol switch
    {
        Protocol.Kshot => new Dictionary<string, string> { ["agent_msgqueue"] = KshotRow, ["agent_msgresult"] = KshotRow },
        Protocol.Bizppurio => new Dictionary<string, string>
        {
            ["BIZ_MSG"] = """
                CMID varchar(32), UMID varchar(32), MSG_TYPE smallint, STATUS smallint, REQUEST_TIME datetime, SEND_TIME datetime, REPORT_TIME datetime, DEST_PHONE
                varchar(16), DEST_NAME varchar(32), SEND_PHONE varchar(16), SEND_NAME varchar(32), SUBJECT varchar(64), MSG_BODY varchar(2000), NATION_CODE
                varchar(5), SENDER_KEY varchar(40), TEMPLATE_CODE varchar(30), RESPONSE_METHOD varchar(8), TIMEOUT varchar(4), RE_TYPE varchar(3), RE_BODY
                varchar(2000), RE_PART varchar(1), WAP_URL varchar(80), COVER_FLAG smallint, SMS_FLAG smallint, REPLY_FLAG smallint, RETRY_CNT int, ATTACHED_FILE
                varchar(1000), VXML_FILE varchar(64), CALL_STATUS varchar(4), USE_PAGE smallint, USE_TIME int, SN_RESULT smallint, TEL_INFO varchar(10), CINFO
                varchar(32), USER_KEY varchar(30), AD_FLAG varchar(1)
                """,
        },
        Protocol.Xroshot => XroshotSchema.Tables,
        Protocol.Emma => EmmaSchema.Tables,
        Protocol.Lguplus => LguplusSchema.Tables,
    };
}
