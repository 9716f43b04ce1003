namespace Gateway.Vendors.Tests.Conformance;

/// <summary>The tables of an installation of 2016, with the columns that newer ones have behind them.</summary>
internal static class LguplusSchema
{
    public static IReadOnlyDictionary<string, string> Tables { get; } = new Dictionary<string, string>
    {
        ["SC_TRAN"] = """
            TR_NUM int, TR_SENDDATE datetime, TR_ID varchar(16), TR_SENDSTAT varchar(1), TR_RSLTSTAT varchar(2),
            TR_MSGTYPE varchar(1), TR_PHONE varchar(20), TR_CALLBACK varchar(20), TR_RSLTDATE datetime, TR_MODIFIED
            datetime, TR_MSG varchar(160), TR_NET varchar(4), TR_ETC1 varchar(160), TR_ETC2 varchar(160), TR_ETC3
            varchar(160), TR_ETC4 varchar(160), TR_ETC5 varchar(160), TR_ETC6 varchar(160), TR_ROUTEID varchar(20),
            TR_REALSENDDATE datetime, TR_KISAORIGCODE varchar(10)
            """,
        ["MMS_MSG"] = """
            MSGKEY int, SUBJECT varchar(120), PHONE varchar(15), CALLBACK varchar(15), STATUS varchar(2), REQDATE
            datetime, MSG varchar(4000), FILE_CNT int, FILE_CNT_REAL int, FILE_PATH1 varchar(512), FILE_PATH1_SIZ int,
            FILE_PATH2 varchar(512), FILE_PATH2_SIZ int, FILE_PATH3 varchar(512), FILE_PATH3_SIZ int, FILE_PATH4
            varchar(512), FILE_PATH4_SIZ int, FILE_PATH5 varchar(512), FILE_PATH5_SIZ int, EXPIRETIME varchar(10),
            SENTDATE datetime, RSLTDATE datetime, REPORTDATE datetime, TERMINATEDDATE datetime, RSLT varchar(4), TYPE
            varchar(2), TELCOINFO varchar(10), ROUTE_ID varchar(20), ID varchar(20), POST varchar(20), ETC1 varchar(64),
            ETC2 varchar(32), ETC3 varchar(32), ETC4 int, MULTI_SEQ varchar(10), KISA_ORIGCODE varchar(10)
            """,
    };
}
