namespace Gateway.Accounts;

/// <summary>What a key may do. The names are claims of the key and names of authorization policies.</summary>
internal static class Scope
{
    public const string SendMessages = "messages:send";
    public const string ReadMessages = "messages:read";
    public const string Files = "files";
    public const string Webhooks = "webhooks";
    public const string Admin = "admin";

    public static IReadOnlyList<string> All { get; } = [SendMessages, ReadMessages, Files, Webhooks, Admin];
}
