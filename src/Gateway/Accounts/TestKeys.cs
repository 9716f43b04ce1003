using Gateway.Platform.Errors;

namespace Gateway.Accounts;

/// <summary>
/// The rule: a test key never changes what live traffic sees. It sends, moves and cancels test messages, uploads files, and reads; <see cref="AdmitCaller"/> refuses it every other change, and
/// who changes a message asks <see cref="IsForeign"/>.
/// </summary>
internal static class TestKeys
{
    /// <summary>
    /// Stands in place of a vendor for messages of test keys. They are ended by the gateway itself, and no vendor may be called so.
    /// </summary>
    public const string Vendor = "test";

    public static ProblemResult Refused { get; } =
        new(ErrorCode.TestKey, "A test key (gw_test_…) sends, moves and cancels test messages, uploads files, and reads. Use a key that was made without test for this.");

    public static ProblemResult LiveMessage { get; } = new(ErrorCode.TestKey, "This message was sent with a live key. Use a live key to change it.");

    /// <summary>True when the key is a test key and the message of this vendor is none of a test key.</summary>
    public static bool IsForeign(this KnownKey key, string vendor) => key.Test && vendor != Vendor;
}
