namespace Gateway.Vendors.Tests.Conformance;

internal static class KshotSamples
{
    private static readonly OutgoingMessage Text = new()
    {
        Id = Guid.Parse("01930000-0000-7000-8000-000000000001"),
        Channel = Channel.Sms,
        From = "15777985",
        To = "01012341234",
        Text = "단문내용",
    };

    private static readonly OutgoingMessage AlimTalk = Text with
    {
        Channel = Channel.AlimTalk,
        From = "12345678",
        To = "01012345678",
        Subject = "ATalk 테스트",
        Text = "카카오 템플릿 등록 테스트",
        Kakao = new KakaoContent
        {
            SenderKey = "5c76f3c2a1b04d77bb1f6a2c9d3e4f5061728394",
            TemplateCode = "test0001",
            Buttons = [new KakaoButton("메시지 전달용", "MD"), new KakaoButton("봇키워드...", "BK")],
        },
        Fallback = new FallbackContent(Channel.Sms, "카카오 템플릿 등록 테스트", null),
    };

    private static readonly Dictionary<string, object?> SenderKey = new() { ["AFTALK_SENDER_KEY"] = "5c76f3c2a1b04d77bb1f6a2c9d3e4f5061728394" };

    /// <summary>The database numbers the rows; the manual's numbers are those of an Oracle sequence.</summary>
    private static readonly Dictionary<string, object?> OwnNumber = new() { ["id"] = 1L };

    public static IReadOnlyList<Sample> All { get; } =
    [
        new Sample("K1", Text),
        new Sample("K2", Text),
        new Sample("K3", Text with { Channel = Channel.Lms, Subject = "제목", Text = "장문내용" }) { Differs = OwnNumber },
        new Sample("K4", Text with { Channel = Channel.Mms, Subject = "제목", Text = "내용", Attachments = [@"c:\temp\image.jpg"] }) { Differs = OwnNumber },
        new Sample("K5", Text with { Channel = Channel.Fax, Subject = "제목", Text = "내용", Attachments = [@"c:\temp\content.doc"] }) { Differs = OwnNumber },
        new Sample("K6", AlimTalk) { Holes = SenderKey },
        new Sample("K7", AlimTalk) { Holes = SenderKey },
    ];
}
