using Gateway.Vendors.Xroshot;

namespace Gateway.Vendors.Tests.Conformance;

internal static class XroshotSamples
{
    private static readonly OutgoingMessage Fax = new()
    {
        Id = Guid.Parse("01930000-0000-7000-8000-000000000003"),
        Channel = Channel.Fax,
        From = "0226770701",
        To = "0226770772",
        RecipientName = "mjkim",
        Subject = "제목",
        Attachments = ["S25_01.txt"],
    };

    private static readonly OutgoingMessage Text = Fax with
    {
        Channel = Channel.Sms,
        From = "01011112222",
        To = "01011112222",
        RecipientName = "test",
        Text = "테스트메시지",
        Attachments = [],
    };

    private static readonly OutgoingMessage Call = Text with { Channel = Channel.Voice, To = "01022221111", Subject = "테스트", Text = null };

    /// <summary>NULL is one's own account.</summary>
    private static readonly (string, object?) OwnAccount = ("CDR_ID", null);

    /// <summary>The public samples have 12 digits, the format 14.</summary>
    private static readonly (string, object?)[] Now = [("NOW_DATE", "20261120140000"), ("SEND_DATE", "20261120140000")];

    public static IReadOnlyList<Sample> All { get; } =
    [
        With("X1", Fax, "xrobiztest5", OwnAccount),

        // Reservations are the gateway's own: the row is written when it is due.
        With("X2", Fax with { From = "0212345678" }, "xrobiztest5", [OwnAccount, .. Now, ("SCHEDULE_TYPE", 0L)]),

        With("X3", Fax with { Attachments = ["V3_01.txt"] }, "xrobiztest5", OwnAccount),
        With("X4", Fax with { Attachments = ["V3_01.txt"] }, "xrobiztest5", [OwnAccount, ("SCHEDULE_TYPE", 0L)]),

        // DEST_COUNT left out says 0 recipients; CALLBACK_URL is another product.
        With("X5", Text, "testid", [.. Now, ("DEST_COUNT", 1L), ("CALLBACK_URL", null)]),
        With("X6", Text with { Channel = Channel.Lms, RecipientName = "mjkim", Subject = "MMS Test", Text = "MMS 테스트입니다." }, "testid", Now),
        With(
            "X7",
            Text with { Channel = Channel.Mms, RecipientName = "test5", Subject = "MMS테스트", Text = "MMS JPG 테스트입니다", Attachments = ["test2.jpg"] },
            "testid",
            Now),

        // ATTACH_FILE must not be NULL in some installs.
        With(
            "X8",
            Call with { From = "01022221111", To = "01011112222", Subject = "vms 테스트", Text = "즉시 발송 음성 메시지" },
            "testid",
            [.. Now, ("ATTACH_FILE", "")]) with { Set = Voice("testid", voice: 0, ment: 4) },
        With("X9", Call with { Voice = new VoiceContent { ServerFile = "/TCSMSG/default/ars/ars_groupmsg_succ.pcm" } }, "testid", Now) with { Set = Voice("testid", voice: 1, ment: 0) },
        With("X10", Call with { Voice = new VoiceContent { Scenario = "test4.mstg" } }, "testid", Now) with { Set = Voice("testid", voice: 1, ment: 0) },
    ];

    private static Sample With(string id, OutgoingMessage message, string user, params (string Column, object? Value)[] differs) => new(id, message)
    {
        Set = Voice(user, voice: 0, ment: 0),
        Differs = differs.ToDictionary(),
    };

    private static Func<VendorSettings, VendorSettings> Voice(string user, int voice, int ment) =>
        settings => settings with { Setup = (XroshotSettings)settings.Setup with { UserId = user, VoiceType = voice, MentType = ment } };
}
