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

    /// <summary>The database numbers the rows; the manual's numbers are those of an Oracle sequence.</summary>
    private static readonly Dictionary<string, object?> OwnNumber = new() { ["id"] = 1L };

    public static IReadOnlyList<Sample> All { get; } =
    [
        new Sample("K2", Text),
        new Sample("K3", Text with { Channel = Channel.Lms, Subject = "제목", Text = "장문내용" }) { Differs = OwnNumber },
    ];
}
