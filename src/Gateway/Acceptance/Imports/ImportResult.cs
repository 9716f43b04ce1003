using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Acceptance.Requests;

namespace Gateway.Acceptance.Imports;

/// <summary>The outcome of importing templates.</summary>
internal sealed record ImportResult
{
    /// <summary>Templates that are new.</summary>
    public required int Created { get; init; }

    /// <summary>Templates that had the name of a line, and were changed by it.</summary>
    public required int Updated { get; init; }

    /// <summary>Lines that say what the template of this name says already.</summary>
    public required int Unchanged { get; init; }
}

/// <summary>What the audit log tells of it.</summary>
internal sealed record ImportAudit(int Created, int Updated, IReadOnlyList<string> FirstNames);

[JsonSerializable(typeof(ImportResult))]
[JsonSerializable(typeof(ImportAudit))]
internal sealed partial class ImportJson : JsonSerializerContext
{
    public static ImportJson Strict { get; } =
        new(new JsonSerializerOptions(RequestJson.Strict.Options) { TypeInfoResolver = Default });
}
