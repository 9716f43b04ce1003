using Gateway.Platform.Bodies;

namespace Gateway.Accounts;

/// <summary>What a key may do. Routes name the one they need as their authorization policy.</summary>
internal static class Scope
{
    public const string SendMessages = "messages:send";
    public const string ReadMessages = "messages:read";

    /// <summary>Adds to others: without it numbers, names and numbers in texts are masked in every answer that reads something.</summary>
    public const string ReadPii = "messages:read-pii";

    public const string Files = "files";
    public const string Webhooks = "webhooks";
    public const string Admin = "admin";

    /// <summary>No scope but a policy of routes: <see cref="Admin"/> of the built-in account, who manage the whole installation.</summary>
    public const string Operator = "admin of the built-in account";

    public static IReadOnlyList<string> All { get; } = [SendMessages, ReadMessages, ReadPii, Files, Webhooks, Admin];

    public static ClosedSet<string> Words { get; } = ClosedSet.Of(All);
}
