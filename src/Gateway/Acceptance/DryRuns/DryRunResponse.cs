using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Acceptance.Requests;
using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Vendors;

namespace Gateway.Acceptance.DryRuns;

/// <summary>What would become of a request. Nothing of it is stored.</summary>
internal sealed record DryRunResponse
{
    /// <summary>Messages that would be stored and sent: one for each recipient.</summary>
    public required int Accepted { get; init; }

    /// <summary>
    /// Lines of an upload that would be skipped; of JSON, whose messages are sent all or not at all, all of them or
    /// none.
    /// </summary>
    public required int Rejected { get; init; }

    /// <summary>The problem that the request itself would be answered with; null: it would be accepted.</summary>
    public required DryRunRefusal? Refusal { get; init; }

    /// <summary>What is wrong, as the request itself would get it; of an upload the first 100.</summary>
    public required IReadOnlyList<DryRunFault> Errors { get; init; }

    /// <summary>
    /// All errors by their code, the most frequent first: <c>duplicate_recipient</c>, <c>opted_out</c>, ….
    /// </summary>
    public required IReadOnlyList<DryRunFaults> RejectedBy { get; init; }

    /// <summary>Of a table: accepted lines whose number had lost its 0 in a spreadsheet, and got it back.</summary>
    public int Repaired { get; init; }

    /// <summary>What would be accepted but is probably a mistake; absent when there is nothing to warn of.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Warning>? Warnings { get; init; }

    /// <summary>
    /// Only with <c>onUnmappable: replace</c>: which letters of all messages would be replaced, the first 100; absent
    /// when none would.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Replacement>? Replacements { get; init; }

    /// <summary>Of a resend: messages of the first batch that would not be sent again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ResendSkipped? Skipped { get; init; }

    /// <summary>The messages by channel (after <c>onTooLong</c>) and vendor.</summary>
    public required IReadOnlyList<DryRunPart> Parts { get; init; }

    /// <summary>The fallbacks that they have, by channel and vendor, as if each were needed.</summary>
    public required IReadOnlyList<DryRunPart> Fallbacks { get; init; }

    /// <summary>What all would cost by the account's prices; null: it has none.</summary>
    public required DryRunCost? Cost { get; init; }

    /// <summary>The account's quotas; empty: it has none.</summary>
    public required IReadOnlyList<DryRunQuota> Quotas { get; init; }

    /// <summary>SMS that are too long and would leave as LMS.</summary>
    public required int Upgraded { get; init; }

    /// <summary>Messages that would wait for the end of the quiet hours.</summary>
    public required int HeldByQuietHours { get; init; }

    /// <summary>The batch would wait for its release.</summary>
    public required bool Held { get; init; }

    /// <summary>
    /// When the last of those would leave that would not leave at once; null: all at once, or when the batch is
    /// released.
    /// </summary>
    public required DateTimeOffset? LastLeavesAt { get; init; }

    /// <summary>The first 100 messages as they would leave.</summary>
    public required IReadOnlyList<DryRunMessage> Messages { get; init; }

    /// <summary>With its errors and warnings in Korean.</summary>
    public DryRunResponse InKorean() => this with
    {
        Errors = [.. Errors.Select(static fault =>
            fault with { Detail = KoreanWords.Told(fault.Code, fault.Detail) })],
        Warnings = Warnings?.Select(static warning => warning.InKorean()).ToList(),
    };
}

/// <summary>The problem that a request would be answered with.</summary>
/// <param name="Status">409, 422 or 429.</param>
/// <param name="Code">Stable code for programs.</param>
/// <param name="Detail">In words.</param>
/// <param name="RetryAfterSeconds">When it may succeed; null: that is not known.</param>
internal sealed record DryRunRefusal(int Status, string Code, string Detail, int? RetryAfterSeconds);

/// <summary>Something that is wrong.</summary>
/// <param name="Line">Of an upload: the line, from 1; null for JSON.</param>
/// <param name="Code">Stable code for programs.</param>
/// <param name="Pointer">Which field of the body, or of the line's message.</param>
/// <param name="Detail">In words.</param>
internal sealed record DryRunFault(int? Line, string Code, string Pointer, string Detail)
{
    /// <summary>The earlier message, for a repeated one; absent for other errors.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? MessageId { get; init; }
}

/// <summary>How often an error was found.</summary>
/// <param name="Code">Which.</param>
/// <param name="Count">Lines of an upload that have it; of JSON, how often it stands in <c>errors</c>.</param>
internal sealed record DryRunFaults(string Code, int Count);

/// <summary>Messages of a channel through a vendor.</summary>
/// <param name="Channel">After <c>onTooLong</c>.</param>
/// <param name="Vendor">Its name; <c>test</c> for a test key.</param>
/// <param name="Messages">How many.</param>
/// <param name="Cost">Won without VAT; null: the channel has no price.</param>
internal sealed record DryRunPart(Channel Channel, string Vendor, int Messages, decimal? Cost);

/// <summary>Won without VAT by the account's prices, if all is delivered.</summary>
/// <param name="Total">The messages.</param>
/// <param name="Unpriced">Messages whose channel has no price: they are not in the total.</param>
/// <param name="Fallbacks">What the fallbacks would cost, if each were needed; not in the total.</param>
internal sealed record DryRunCost(decimal Total, int Unpriced, decimal Fallbacks);

/// <summary>A quota of the account.</summary>
/// <param name="Name"><c>daily</c> or <c>monthly</c>; <c>test</c> for messages of test keys.</param>
/// <param name="Limit">Messages of the period.</param>
/// <param name="Used">Used until now.</param>
/// <param name="Needed">Messages that this would use.</param>
/// <param name="Fits">There is room for all of them.</param>
internal sealed record DryRunQuota(
    [property: Words(typeof(QuotaLimit), nameof(QuotaLimit.Names), As = "QuotaName")] string Name,
    int Limit,
    int Used,
    int Needed,
    bool Fits);

[JsonSerializable(typeof(DryRunResponse))]
internal sealed partial class DryRunJson : JsonSerializerContext
{
    public static DryRunJson Strict { get; } =
        new(new JsonSerializerOptions(RequestJson.Strict.Options) { TypeInfoResolver = Default });
}
