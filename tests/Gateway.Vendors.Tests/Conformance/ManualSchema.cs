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

    public static IReadOnlyDictionary<string, string> Of(VendorProtocol protocol) => protocol switch
    {
        VendorProtocol.Kshot => new Dictionary<string, string> { ["agent_msgqueue"] = KshotRow, ["agent_msgresult"] = KshotRow },
    };
}
