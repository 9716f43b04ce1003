namespace Gateway.Vendors.Tests.Conformance;

/// <summary>The tables as the vendor's own procedures for PostgreSQL (EMMA 3.7) and SQL Server (ATA) have them.</summary>
internal static class EmmaSchema
{
    public static IReadOnlyDictionary<string, string> Tables { get; } = new Dictionary<string, string>
    {
        ["em_smt_tran"] = """
            mt_pr numeric(11), msg_key varchar(20), input_type char(1), mt_refkey varchar(20), priority char(2),
            date_client_req datetime, content varchar(4000), callback varchar(25), service_type char(2), broadcast_yn
            char(1), msg_status char(1), recipient_num varchar(25), date_mt_sent datetime, date_rslt datetime,
            date_mt_report datetime, mt_report_code_ib char(4), mt_report_code_ibtype char(1), carrier numeric(5), rs_id
            varchar(20), recipient_net numeric(5), recipient_npsend char(1), country_code varchar(8), charset
            varchar(20), msg_type numeric(11), crypto_yn char(1), ttl numeric(5), emma_id char(2), reg_date datetime,
            mt_res_cnt numeric(5), client_sub_id varchar(20), dlr_report_code char(4), date_dlr_report datetime,
            origin_cid varchar(20)
            """,
        ["em_mmt_tran"] = """
            mt_pr numeric(11), msg_key varchar(20), input_type char(1), mt_refkey varchar(20), priority char(2),
            msg_class char(1), date_client_req datetime, subject varchar(40), content_type numeric(5), content
            varchar(4000), attach_file_group_key numeric(11), callback varchar(25), service_type char(2), broadcast_yn
            char(1), msg_status char(1), recipient_num varchar(25), date_mt_sent datetime, date_rslt datetime,
            date_mt_report datetime, mt_report_code_ib char(4), mt_report_code_ibtype char(1), carrier numeric(5), rs_id
            varchar(20), recipient_net numeric(5), recipient_npsend char(1), country_code varchar(8), charset
            varchar(20), msg_type numeric(11), crypto_yn char(1), ttl numeric(5), emma_id char(2), reg_date datetime,
            mt_res_cnt numeric(5), client_sub_id varchar(20), origin_cid varchar(20)
            """,
        ["ata_mmt_tran"] = """
            mt_pr numeric(11), mt_refkey varchar(20), priority char(2), date_client_req datetime, subject varchar(40),
            content varchar(4000), callback varchar(25), msg_status char(1), recipient_num varchar(25), date_mt_sent
            datetime, date_rslt datetime, date_mt_report datetime, report_code char(4), rs_id varchar(20), country_code
            varchar(8), msg_type int, crypto_yn char(1), ata_id char(2), reg_date datetime, sender_key varchar(40),
            template_code varchar(30), response_method varchar(20), ad_flag char(1), kko_btn_type char(1), kko_btn_info
            varchar(4000), img_url varchar(200), img_link varchar(100), etc_text_1 varchar(100), etc_text_2
            varchar(100), etc_text_3 varchar(100), etc_num_1 int, etc_num_2 int, etc_num_3 int, etc_date_1 datetime
            """,
        ["em_mmt_file"] = """
            attach_file_group_key numeric(11), attach_file_group_seq numeric(11), attach_file_seq numeric(11),
            attach_file_subpath varchar(64), attach_file_name varchar(64), attach_file_carrier numeric(11), reg_date
            datetime
            """,
    };
}
