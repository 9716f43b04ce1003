namespace Gateway.Vendors.Tests.Conformance;

internal static class BizppurioSamples
{
    private static readonly OutgoingMessage Text = new()
    {
        Id = Guid.Parse("01930000-0000-7000-8000-000000000002"),
        Channel = Channel.Sms,
        From = "0212341234",
        To = "01012341234",
        Text = "본 메시지는 SMS 테스트 메시지 입니다.",
    };

    private static readonly OutgoingMessage Long = Text with { Channel = Channel.Lms, Subject = "LMS 제목", Text = "본 메시지는 LMS 테스트 메시지 입니다." };

    private static readonly KakaoContent Sender = new() { SenderKey = "sender-key" };

    private static readonly KakaoContent Template = Sender with { TemplateCode = "template" };

    private static readonly OutgoingMessage AlimTalk = Text with
    {
        Channel = Channel.AlimTalk,
        Text = "홍길동 고객님 다우기술 비즈메시지 프로모션에 당첨 되었습니다.",
        Kakao = Template,
    };

    private static readonly OutgoingMessage FriendTalk = AlimTalk with { Channel = Channel.FriendTalk, Kakao = Sender };

    private static readonly Dictionary<string, object?> Keys = new() { ["SENDER_KEY"] = "sender-key", ["TEMPLATE_CODE"] = "template" };

    public static IReadOnlyList<Sample> All { get; } =
    [
        new Sample("B1", Text),
        new Sample("B2", Long),
        With("B3", Long with { Channel = Channel.Mms, Subject = "MMS 제목", Text = "본 메시지는 MMS 테스트 메시지 입니다.", Attachments = ["m1.jpg"] }, ("ATTACHED_FILE", "m1.jpg")),
        With("B4", AlimTalk),
        With("B5", FriendTalk),
        With("B6", AlimTalk with { Kakao = Template with { File = "b.json" } }, ("ATTACHED_FILE", "b.json")),
        With("B7", FriendTalk with { Kakao = Sender with { File = "i.json" } }, ("ATTACHED_FILE", "i.json")),
        With("B8", AlimTalk with { Fallback = new FallbackContent(Channel.Sms, "[다우기술] 응모하신 프로모션에 당첨되었습니다.", null) }),
        With(
            "B9",
            AlimTalk with { Fallback = new FallbackContent(Channel.Mms, "[다우기술] 응모하신 프로모션에 당첨되었습니다.", null), Attachments = ["f.jpg"] },
            ("ATTACHED_FILE", "f.jpg")),
        With(
            "B10",
            Text with { Channel = Channel.Fax, To = "03112341234", Subject = "표지제목", Text = "표지내용", Attachments = ["doc.pdf"], Fax = new FaxContent { CoverPage = true } },
            ("ATTACHED_FILE", "doc.pdf")),
        With(
            "B11",
            Text with
            {
                Channel = Channel.Voice,
                Text = "본 메시지는 테스트입니다. 다우기술 Biz메시지 서비스를 이용해주셔서 감사합니다.",
                Voice = new VoiceContent { Scenario = "s.vxml", AcceptReply = true },
            },
            ("VXML_FILE", "s.vxml")),
    ];

    private static Sample With(string id, OutgoingMessage message, params (string Column, object? Value)[] holes) =>
        new(id, message) { Holes = new Dictionary<string, object?>(Keys.Concat(holes.Select(hole => KeyValuePair.Create(hole.Column, hole.Value)))) };
}
