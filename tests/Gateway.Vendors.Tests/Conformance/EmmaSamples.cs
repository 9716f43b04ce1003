using Gateway.Vendors.Emma;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>The smallest rows of public programs: there is no manual with samples.</summary>
internal static class EmmaSamples
{
    private static readonly OutgoingMessage Text = new()
    {
        Id = Guid.Parse("01930000-0000-7000-8000-000000000004"),
        Channel = Channel.Sms,
        From = "15777985",
        To = "01012341234",
        Text = "본 메시지는 SMS 입니다.",
    };

    public static IReadOnlyList<Sample> All { get; } =
    [
        new Sample("E1", Text),
        new Sample("E2", Text),
        new Sample("E3", Text with { Channel = Channel.Lms, Subject = "제목", Text = "본 메시지는 LMS 입니다." }),
        new Sample("E4", Text with { Channel = Channel.Mms, Subject = "제목", Text = "본 메시지는 MMS 입니다.", Attachments = ["a.jpg"] })
        {
            Set = settings => settings with { Setup = (EmmaSettings)settings.Setup with { FileKeysFrom = 700 } },
            Holes = new Dictionary<string, object?> { ["attach_file_group_key"] = 701L },
        },
        new Sample("E5", Text with
        {
            Channel = Channel.AlimTalk,
            Text = "주문이 접수되었습니다.",
            Kakao = new KakaoContent
            {
                SenderKey = "5c76f3c2a1b04d77bb1f6a2c9d3e4f5061728394",
                TemplateCode = "order_01",
                Buttons = [new KakaoButton("주문 보기", "WL") { UrlMobile = "http://m.example.com" }],
            },
        }),
    ];
}
