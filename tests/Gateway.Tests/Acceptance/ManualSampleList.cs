namespace Gateway.Tests.Acceptance;

/// <summary>The requests that ask for the manuals' samples, all 28 of them. None had to be left out.</summary>
internal static class ManualSampleList
{
    private const string Name = "[a-z2-7]+";
    private const string SenderKey = "5c76f3c2a1b04d77bb1f6a2c9d3e4f5061728394";

    private static readonly Difference OwnNumber = new("id", Expected.Like("[0-9]+"), "The database numbers the rows; the manual's numbers are those of an Oracle sequence.");

    private static readonly Difference OwnAccount = new("CDR_ID", Expected.Nothing, "The text asks for NULL for one's own account, the sample has ''.");

    private static readonly Difference[] DueNow =
    [
        new("SCHEDULE_TYPE", Expected.Is("0"), "The gateway keeps reservations itself and writes the row when it is due."),
        new("NOW_DATE", Expected.Now, "Written when it is due."),
        new("SEND_DATE", Expected.Now, "Written when it is due."),
    ];

    private static readonly Difference[] FullDates =
    [
        new("NOW_DATE", Expected.Now, "The sample's time is of 2017 and has 12 digits; the format says 14."),
        new("SEND_DATE", Expected.Now, "The sample's time is of 2017 and has 12 digits; the format says 14."),
    ];

    private static readonly Difference Cmid = new("CMID", Expected.Like("[0-9a-f]{32}"), "The gateway makes the key: it is the message's id.");

    /// <summary>B5 and B7: sent as an advertisement the row says Y, but then it waits for the morning.</summary>
    private static readonly Difference NoAdvertisement = new("AD_FLAG", Expected.Is("N"), "The gateway says whether a FriendTalk is an advertisement; the sample leaves it to the column's default.");

    private static readonly Dictionary<string, Expected> BizppurioKeys = new() { ["SENDER_KEY"] = Expected.Is("sender-key"), ["TEMPLATE_CODE"] = Expected.Is("template") };

    private const string AlimTalk = """ "channel": "alimtalk", "text": "홍길동 고객님 다우기술 비즈메시지 프로모션에 당첨 되었습니다.", "from": "02-1234-1234", "to": "010-1234-1234" """;
    private const string FriendTalk = """ "channel": "friendtalk", "text": "홍길동 고객님 다우기술 비즈메시지 프로모션에 당첨 되었습니다.", "from": "02-1234-1234", "to": "010-1234-1234" """;
    private const string Template = """ "senderKey": "sender-key", "templateCode": "template" """;
    private const string BizppurioNumbers = """ "from": "02-1234-1234", "to": "010-1234-1234" """;
    private const string KshotNumbers = """ "from": "1577-7985", "to": "010-1234-1234" """;

    /// <summary>The manual's own senders break the rules for sender numbers (docs/guides/senders.md).</summary>
    private const string ForbiddenSender = "No phone has the sample's number, and no operator lets it through.";

    private static readonly Difference KshotSender = new("callbackNo", Expected.Is("15345678"), ForbiddenSender);

    private static readonly Difference[] XroshotDates =
        [.. FullDates, new("CALLBACK", Expected.Is("01022221111"), ForbiddenSender)];

    private const string KshotAlimTalk = $$"""
        "channel": "alimtalk", "from": "15345678", "to": "01012345678", "subject": "ATalk 테스트", "text": "카카오 템플릿 등록 테스트",
        "kakao": { "senderKey": "{{SenderKey}}", "templateCode": "test0001", "buttons": [ { "name": "메시지 전달용", "type": "MD" }, { "name": "봇키워드...", "type": "BK" } ] },
        "fallback": { "channel": "sms", "text": "카카오 템플릿 등록 테스트" }
        """;

    private const string Fax = """ "channel": "fax", "subId": "xrobiztest5", "subject": "제목", "attachments": [ "{file}" ], "to": { "phone": "02-2677-0772", "name": "mjkim" } """;

    private const string Buttons = """
        [ { "name": "미리 주문하기", "type": "WL", "urlMobile": "http://www.kakao.com" }, { "name": "상담원 연결하기", "type": "MD" },
          { "name": "방송 알림 설정 보기", "type": "AL", "schemeAndroid": "daumapps://open", "schemeIos": "daumapps://open" } ]
        """;

    public static IReadOnlyList<ManualSample> All { get; } =
    [
        new("K1", "kshot", $$""" "channel": "sms", {{KshotNumbers}}, "text": "단문내용" """) { Differences = [OwnNumber] },
        new("K2", "kshot", $$""" "channel": "sms", {{KshotNumbers}}, "text": "단문내용" """),
        new("K3", "kshot", $$""" "channel": "lms", {{KshotNumbers}}, "subject": "제목", "text": "장문내용" """) { Differences = [OwnNumber] },
        new("K4", "kshot", $$""" "channel": "mms", {{KshotNumbers}}, "subject": "제목", "text": "내용", "attachments": [ "{file}" ] """)
        {
            File = "jpeg 640x480",
            FileColumn = "mmsfile_path",
            Differences = [OwnNumber, new("mmsfile_path", Expected.Like($@"c:\\temp\\{Name}\.jpg"), "The gateway makes the names of files.")],
        },
        new("K5", "kshot", $$""" "channel": "fax", {{KshotNumbers}}, "subject": "제목", "text": "내용", "attachments": [ "{file}" ] """)
        {
            File = "ole WordDocument",
            FileColumn = "mmsfile_path",
            Differences = [OwnNumber, new("mmsfile_path", Expected.Like($@"c:\\temp\\{Name}\.doc"), "The gateway makes the names of files.")],
        },
        new("K6", "kshot", KshotAlimTalk) { Holes = new Dictionary<string, Expected> { ["AFTALK_SENDER_KEY"] = Expected.Is(SenderKey) }, Differences = [OwnNumber, KshotSender] },
        new("K7", "kshot", KshotAlimTalk)
        {
            Holes = new Dictionary<string, Expected> { ["AFTALK_SENDER_KEY"] = Expected.Is(SenderKey) },
            Differences = [KshotSender],
        },

        new("B1", "bizppurio", $$""" "channel": "sms", {{BizppurioNumbers}}, "text": "본 메시지는 SMS 테스트 메시지 입니다." """) { Differences = [Cmid] },
        new("B2", "bizppurio", $$""" "channel": "lms", {{BizppurioNumbers}}, "subject": "LMS 제목", "text": "본 메시지는 LMS 테스트 메시지 입니다." """) { Differences = [Cmid] },
        WithFile(
            "B3",
            $$""" "channel": "mms", {{BizppurioNumbers}}, "subject": "MMS 제목", "text": "본 메시지는 MMS 테스트 메시지 입니다.", "attachments": [ "{file}" ] """,
            "jpeg 640x480",
            "ATTACHED_FILE",
            "jpg"),
        new("B4", "bizppurio", $$""" {{AlimTalk}}, "kakao": { {{Template}} } """) { Holes = BizppurioKeys, Differences = [Cmid] },
        new("B5", "bizppurio", $$""" {{FriendTalk}}, "kakao": { "senderKey": "sender-key" } """) { Holes = BizppurioKeys, Differences = [Cmid, NoAdvertisement] },
        WithMadeFile("B6", $$""" {{AlimTalk}}, "kakao": { {{Template}}, "buttons": {{Buttons}} } """, "button.json (B6)"),
        WithMadeFile(
            "B7",
            $$""" {{FriendTalk}}, "kakao": { "senderKey": "sender-key", "image": { "url": "https://example.com/등록된-이미지-URL", "link": "http://bizmessage.kakao.com/" } } """,
            "image.json (B7)",
            NoAdvertisement),
        new("B8", "bizppurio", $$""" {{AlimTalk}}, "kakao": { {{Template}} }, "fallback": { "channel": "sms", "by": "vendor", "text": "[다우기술] 응모하신 프로모션에 당첨되었습니다." } """)
        {
            Holes = BizppurioKeys,
            Differences = [Cmid],
        },
        WithFile(
            "B9",
            $$""" {{AlimTalk}}, "kakao": { {{Template}} }, "fallback": { "channel": "mms", "text": "[다우기술] 응모하신 프로모션에 당첨되었습니다.", "attachments": [ "{file}" ] } """,
            "jpeg 640x480",
            "ATTACHED_FILE",
            "jpg"),
        WithFile(
            "B10",
            """ "channel": "fax", "from": "02-1234-1234", "to": "031-1234-1234", "subject": "표지제목", "text": "표지내용", "attachments": [ "{file}" ], "fax": { "coverPage": true } """,
            "%PDF-1.7",
            "ATTACHED_FILE",
            "pdf"),
        WithFile(
            "B11",
            $$""" "channel": "voice", {{BizppurioNumbers}}, "text": "본 메시지는 테스트입니다. 다우기술 Biz메시지 서비스를 이용해주셔서 감사합니다.", "voice": { "scenario": "{file}", "acceptReply": true } """,
            "<?xml version=\"1.0\"?>\\n<vxml version=\"2.0\">",
            "VXML_FILE",
            "vxml"),

        XroshotFax("X1", """ "from": "02-2677-0701" """, OwnAccount),
        XroshotFax("X2", """ "from": "02-1234-5678", "scheduledAt": "{soon}" """, [OwnAccount, .. DueNow]),
        XroshotFax("X3", """ "from": "02-2677-0701" """, [OwnAccount, OwnMsgId]),
        XroshotFax("X4", """ "from": "02-2677-0701", "scheduledAt": "{soon}" """, [OwnAccount, OwnMsgId, DueNow[0]]),
        new("X5", "xroshot", """ "channel": "sms", "subId": "testid", "from": "010-2222-1111", "to": { "phone": "010-1111-2222", "name": "test" }, "subject": "제목", "text": "테스트메시지" """)
        {
            Differences =
            [
                .. XroshotDates, new("CALLBACK_URL", Expected.Nothing, "Another product, which the gateway does not offer."),
                new("DEST_COUNT", Expected.Is("1"), "Left out in the sample, which says 0 recipients by its default."),
            ],
        },
        new("X6", "xroshot", """ "channel": "lms", "subId": "testid", "from": "010-2222-1111", "to": { "phone": "010-1111-2222", "name": "mjkim" }, "subject": "MMS Test", "text": "MMS 테스트입니다." """)
        {
            Differences = XroshotDates,
        },
        new("X7", "xroshot", """ "channel": "mms", "subId": "testid", "from": "010-2222-1111", "to": { "phone": "010-1111-2222", "name": "test5" }, "subject": "MMS테스트", "text": "MMS JPG 테스트입니다", "attachments": [ "{file}" ] """)
        {
            File = "jpeg 640x480",
            FileColumn = "CONTENT_DATA",
            Differences = [.. XroshotDates, new("CONTENT_DATA", Expected.Like($@"{Name}\.jpg\^1\^0"), "The gateway makes the names of files.")],
        },
        new("X8", "xroshotreader", """ "channel": "voice", "subId": "testid", "from": "010-2222-1111", "to": { "phone": "010-1111-2222", "name": "test" }, "subject": "vms 테스트", "text": "즉시 발송 음성 메시지" """)
        {
            Differences = [.. FullDates, new("ATTACH_FILE", Expected.Is(""), "Left out in the sample; some installs have it NOT NULL.")],
        },
        new("X9", "xroshot", """ "channel": "voice", "subId": "testid", "from": "010-2222-1111", "to": { "phone": "010-2222-1111", "name": "test" }, "subject": "테스트", "voice": { "serverFile": "/TCSMSG/default/ars/ars_groupmsg_succ.pcm" } """)
        {
            Differences = XroshotDates,
        },
        new("X10", "xroshot", """ "channel": "voice", "subId": "testid", "from": "010-2222-1111", "to": { "phone": "010-2222-1111", "name": "test" }, "subject": "테스트", "voice": { "scenario": "{file}" } """)
        {
            File = "2\\n1|menu|1.pcm\\n2|end|\\n",
            FileColumn = "ATTACH_FILE",
            Differences = [.. XroshotDates, new("ATTACH_FILE", Expected.Like($@"{Name}\.mstg"), "The gateway makes the names of files.")],
        },
    ];

    private static Difference OwnMsgId => new("MSG_ID", Expected.Like("[0-9]+"), "The database numbers the rows, as a sequence does at Oracle.");

    private static ManualSample XroshotFax(string id, string more, params Difference[] differences) => new(id, "xroshot", $"{Fax}, {more}")
    {
        File = "korean",
        FileColumn = "ATTACH_FILE",
        Differences = [.. differences, new Difference("ATTACH_FILE", Expected.Like($@"{Name}\.txt"), "The gateway makes the names of files.")],
    };

    private static ManualSample WithFile(string id, string request, string file, string column, string extension) => new(id, "bizppurio", request)
    {
        File = file,
        FileColumn = column,
        Holes = new Dictionary<string, Expected>(BizppurioKeys) { [column] = Expected.Like($@"{Name}\.{extension}") },
        Differences = [Cmid],
    };

    private static ManualSample WithMadeFile(string id, string request, string made, params Difference[] differences) => new(id, "bizppurio", request)
    {
        MadeFile = made,
        FileColumn = "ATTACHED_FILE",
        Holes = new Dictionary<string, Expected>(BizppurioKeys) { ["ATTACHED_FILE"] = Expected.Like($@"{Name}\.json") },
        Differences = [Cmid, .. differences],
    };
}
