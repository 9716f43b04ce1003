using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Platform;
using Gateway.Platform.Bodies;

namespace Gateway.Accounts.OptOuts;

/// <summary>Numbers to put on the list: one, or many.</summary>
internal sealed record OptOutRequest
{
    /// <summary>
    /// A phone number; one of another country, to which Kakao messages go, with + and its country code. Either this or
    /// <c>numbers</c>.
    /// </summary>
    public string? Number { get; init; }

    /// <summary>Up to 10,000 phone numbers.</summary>
    public List<string>? Numbers { get; init; }

    /// <summary>Your own words, on one line, at most 256 characters.</summary>
    public string? Comment { get; init; }

    /// <summary>Whose list. Default: the key's account. Others only with an admin key of the built-in account.</summary>
    public Guid? AccountId { get; init; }
}

/// <summary>What became of them.</summary>
internal sealed record OptOutResult
{
    /// <summary>Numbers that are new on the list.</summary>
    public required int Added { get; init; }

    /// <summary>Numbers that were on it before. Nothing changed for them.</summary>
    public required int Known { get; init; }

    /// <summary>Invalid lines of a CSV file, which were skipped.</summary>
    public required int Rejected { get; init; }

    /// <summary>The first 100 errors.</summary>
    public required IReadOnlyList<OptOutFault> Errors { get; init; }
}

/// <summary>An error of a line.</summary>
/// <param name="Line">The line in the file, from 1.</param>
/// <param name="Code">Stable code for programs.</param>
/// <param name="Detail">In words.</param>
internal sealed record OptOutFault(int Line, string Code, string Detail);

/// <summary>A number that refuses advertisements.</summary>
internal sealed record OptOutView(Guid Id, string Number, string? Comment, DateTimeOffset CreatedAt)
{
    public static OptOutView From(OptOut optOut) => new(optOut.Id, optOut.Number, optOut.Comment, optOut.CreatedAt);

    public OptOutView Masked() => this with { Number = Mask.Number(Number), Comment = Comment is null ? null : Mask.Text(Comment) };
}

/// <summary>A page of them, newest first.</summary>
internal sealed record OptOutList(IReadOnlyList<OptOutView> Items, string? NextCursor);

/// <summary>What the audit log tells of a change.</summary>
internal sealed record OptOutAudit(Guid AccountId, int Added, IReadOnlyList<string> FirstNumbers);

[JsonSerializable(typeof(OptOutRequest))]
[JsonSerializable(typeof(OptOutResult))]
[JsonSerializable(typeof(OptOutView))]
[JsonSerializable(typeof(OptOutList))]
[JsonSerializable(typeof(OptOutAudit))]
internal sealed partial class OptOutJson : JsonSerializerContext
{
    /// <summary>Strict when reading; Hangul stands as it is when writing.</summary>
    public static OptOutJson Strict { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        Encoder = ReadableJson.Encoder,
        TypeInfoResolver = Default,
        Converters = { new UtcTime() },
    });
}
