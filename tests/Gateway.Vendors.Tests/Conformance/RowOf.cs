using System.Globalization;
using System.Text.Json;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>A message's queue row, read by column names that stand here a second time, and what should be there. Columns that are NULL or at 0 are left out.</summary>
internal static class RowOf
{
    /// <summary>Columns that say nothing about the message, or that start at this value.</summary>
    private static readonly string[] Silent =
    [
        "Id", "MSG_ID", "state", "result", "isReserved", "registTime", "telecom", "STATUS", "REQUEST_TIME", "SEND_TIME", "SEND_DATE", "NOW_DATE", "SCHEDULE_TYPE",
        "DEST_TYPE", "SEND_STATUS", "SEND_COUNT", "SEND_RESULT", "USE_PAGE", "USE_TIME", "SN_RESULT", "MENT_TYPE", "VOICE_TYPE", "mt_pr", "date_client_req", "reg_date",
        "input_type", "priority", "msg_class", "country_code", "crypto_yn", "msg_status", "attach_file_group_key",
        "TR_NUM", "TR_SENDDATE", "TR_RSLTSTAT", "MSGKEY", "REQDATE", "EXPIRETIME",
    ];

    /// <summary>Columns of a fixed width, which some databases fill up with blanks.</summary>
    private static readonly string[] Padded = ["service_type", "emma_id", "ata_id", "kko_btn_type"];

    public static async Task<SortedDictionary<string, string>> FindAsync(Install install, OutgoingMessage message)
    {
        var table = install.TableOf(message.Channel);
        var rows = await install.Database.QueryAsync($"SELECT * FROM {table} WHERE {install.MarkerIn(table)} = @p0", install.KeyOf(message));
        var read = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (column, value) in rows.Single())
        {
            var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            text = Padded.Contains(column, StringComparer.OrdinalIgnoreCase) ? text.Trim() : text;
            if (text is not ("" or "0") && !Silent.Contains(column, StringComparer.OrdinalIgnoreCase))
            {
                read[column.ToUpperInvariant()] = text;
            }
        }

        return read;
    }

    public static SortedDictionary<string, string> Asked(Protocol protocol, OutgoingMessage message)
    {
        var asked = protocol switch
        {
            Protocol.Kshot => Kshot(message),
            Protocol.Bizppurio => Bizppurio(message),
            Protocol.Xroshot => Xroshot(message),
            Protocol.Emma => Emma(message),
            Protocol.Lguplus => Lguplus(message),
        };
        var row = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (column, value) in asked)
        {
            if (value is not (null or "" or "0"))
            {
                row[column.ToUpperInvariant()] = value;
            }
        }

        return row;
    }

    private static List<(string, string?)> Kshot(OutgoingMessage message) =>
    [
        ("etc1", message.Id.ToString("N")),
        ("kind", message.Channel switch { Channel.Sms => "0", Channel.Lms => "1", Channel.Mms => "2", Channel.Fax => "3", _ => "4" }),
        ("callbackNo", message.From),
        ("receiveNo", message.To),
        ("subject", message.Subject),
        ("message", message.Text),
        ("mmsfile_path", message.Attachments.ElementAtOrDefault(0)),
        ("mmsfile_path2", message.Attachments.ElementAtOrDefault(1)),
        ("mmsfile_path3", message.Attachments.ElementAtOrDefault(2)),
        ("AFTALK_SENDER_KEY", message.Kakao?.SenderKey),
        ("AFTALK_TMPLGRP_CD", message.Kakao?.TemplateCode),
        ("AFTALK_BUTTON", string.Join(',', (message.Kakao?.Buttons ?? []).Select(Button))),
        ("AFTALK_REPLACE_TYPE", message.Kakao is null ? null : message.Fallback?.Channel switch { null => "N", Channel.Sms => "S", _ => "L" }),
        ("AFTALK_REPLACE_MSG", message.Fallback?.Text),
    ];

    private static List<(string, string?)> Bizppurio(OutgoingMessage message) =>
    [
        ("CMID", message.Id.ToString("N")),
        ("MSG_TYPE", message.Channel switch { Channel.Sms => "0", Channel.Fax => "2", Channel.Voice => "3", Channel.AlimTalk => "6", Channel.FriendTalk => "7", _ => "5" }),
        ("DEST_PHONE", message.To),
        ("DEST_NAME", message.RecipientName),
        ("SEND_PHONE", message.From),
        ("SUBJECT", message.Subject),
        ("MSG_BODY", message.Text),
        ("NATION_CODE", message.Kakao?.NationCode),
        ("SENDER_KEY", message.Kakao?.SenderKey),
        ("TEMPLATE_CODE", message.Kakao?.TemplateCode),
        ("USER_KEY", message.Kakao?.UserKey),
        ("RE_TYPE", message.Fallback?.Channel switch { null => null, Channel.Sms => "SMS", _ => "MMS" }),
        ("RE_BODY", message.Fallback?.Text),
        ("COVER_FLAG", message.Fax?.CoverPage == true ? "1" : null),
        ("SMS_FLAG", message.Voice?.SmsOnFailure == true ? "1" : null),
        ("REPLY_FLAG", message.Voice?.AcceptReply == true ? "1" : null),
        ("RETRY_CNT", (message.Voice?.Retries ?? message.Fax?.Retries)?.ToString(CultureInfo.InvariantCulture)),
        ("ATTACHED_FILE", string.Join('|', new[] { message.Kakao?.File }.OfType<string>().Concat(message.Attachments))),
        ("VXML_FILE", message.Voice?.Scenario),
        ("CINFO", message.SubId),
        ("AD_FLAG", message.Kakao?.Advertisement == false ? "N" : "Y"),
    ];

    private static List<(string, string?)> Xroshot(OutgoingMessage message)
    {
        var name = message.RecipientName ?? message.To;
        List<(string, string?)> shared =
        [
            ("RESERVED9", message.Id.ToString("N")),
            ("USER_ID", message.SubId ?? "gateway"),
            ("CDR_ID", message.BillingId),
            ("SUBJECT", message.Subject),
            ("CALLBACK", message.From),
            ("DEST_COUNT", "1"),
            ("DEST_INFO", $"{name}^{message.To}"),
        ];
        return message.Channel switch
        {
            Channel.Sms => [.. shared, ("SMS_MSG", message.Text)],
            Channel.Voice =>
            [
                .. shared, ("MSG_SUBTYPE", message.Voice switch { { Scenario: not null } => "32", { ServerFile: not null } => "33", _ => "30" }),
                ("TTS_MSG", message.Voice is { Scenario: null, ServerFile: null } ? message.Text : null), ("ATTACH_FILE", message.Voice?.Scenario ?? message.Voice?.ServerFile),
                ("REPLY_TYPE", message.Voice?.AcceptReply == true ? "1" : null), ("REPLY_COUNT", message.Voice?.AcceptReply == true ? "9" : null),
            ],
            Channel.Fax => [.. shared, ("MSG_SUBTYPE", message.Fax?.ServerFile is null ? "20" : "21"), ("ATTACH_FILE", message.Fax?.ServerFile ?? string.Join(';', message.Attachments))],
            _ =>
            [
                .. shared, ("MMS_MSG", message.Text), ("CONTENT_COUNT", message.Attachments.Count.ToString(CultureInfo.InvariantCulture)),
                ("CONTENT_DATA", string.Join('|', message.Attachments.Select(file => $"{file}^1^0"))),
            ],
        };
    }

    private static List<(string, string?)> Emma(OutgoingMessage message)
    {
        List<(string, string?)> shared = [("content", message.Text), ("callback", message.From), ("recipient_num", message.To)];
        var key = Gateway.Vendors.Emma.EmmaKey.Of(message.Id);
        return message.Channel switch
        {
            Channel.Sms => [.. shared, ("mt_refkey", key), ("service_type", "0"), ("broadcast_yn", "N")],
            Channel.AlimTalk =>
            [
                .. shared, ("etc_text_1", key), ("subject", message.Subject ?? " "), ("msg_type", "1008"), ("sender_key", message.Kakao?.SenderKey),
                ("template_code", message.Kakao?.TemplateCode), ("kko_btn_type", message.Kakao is { Buttons.Count: > 0 } ? "2" : null), ("response_method", "push"), ("ad_flag", "N"),
                ("kko_btn_info", message.Kakao is { Buttons.Count: > 0 } kakao ? "{\"button\":[" + string.Join(',', kakao.Buttons.Select(Button)) + "]}" : null),
            ],
            _ =>
            [
                .. shared, ("mt_refkey", key), ("subject", message.Subject ?? " "), ("service_type", message.Channel == Channel.Lms ? "3" : "2"), ("broadcast_yn", "N"),
            ],
        };
    }

    private static List<(string, string?)> Lguplus(OutgoingMessage message) => message.Channel == Channel.Sms
        ? [("TR_ETC1", message.Id.ToString("N")), ("TR_PHONE", message.To), ("TR_CALLBACK", message.From), ("TR_MSG", message.Text)]
        :
        [
            ("ETC1", message.Id.ToString("N")), ("PHONE", message.To), ("CALLBACK", message.From), ("SUBJECT", message.Subject), ("MSG", message.Text),
            ("FILE_CNT", message.Attachments.Count.ToString(CultureInfo.InvariantCulture)), .. message.Attachments.Select((file, i) => ($"FILE_PATH{i + 1}", (string?)file)),
        ];

    /// <summary>Parsed and written again by hand: what counts is that a reader of JSON gets the same texts.</summary>
    private static string Button(KakaoButton button) => JsonSerializer.Serialize(
        new[]
            {
                ("name", button.Name), ("type", button.Type), ("url_pc", button.UrlPc), ("url_mobile", button.UrlMobile), ("scheme_ios", button.SchemeIos),
                ("scheme_android", button.SchemeAndroid),
            }
            .Where(field => field.Item2 is not null).ToDictionary(field => field.Item1, field => field.Item2),
        new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
