namespace Gateway.Vendors.Tests.Conformance;

/// <summary>The rows of public programs, with every column that must not be NULL: there is no manual with samples.</summary>
internal static class LguplusSamples
{
    private static readonly OutgoingMessage Text = new()
    {
        Id = Guid.Parse("01930000-0000-7000-8000-000000000005"),
        Channel = Channel.Sms,
        From = "15777985",
        To = "01012341234",
        Text = "본 메시지는 SMS 입니다.",
    };

    public static IReadOnlyList<Sample> All { get; } =
    [
        new Sample("L1", Text),
        new Sample("L2", Text with { Channel = Channel.Lms, Subject = "제목", Text = "본 메시지는 LMS 입니다." }),
        new Sample("L3", Text with { Channel = Channel.Mms, Subject = "제목", Text = "본 메시지는 MMS 입니다.", Attachments = ["/home/uagent/mmsfile/a.jpg"] }),
    ];
}
