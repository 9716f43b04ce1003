using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Accounts;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.OpenApi;

namespace Gateway.Reports;

/// <summary>A fax that came in, as its owner sees it.</summary>
[SchemaName("ReceivedFax")]
internal sealed record FaxView
{
    public required Guid Id { get; init; }

    /// <summary>The vendor whose agent received it.</summary>
    public required string Vendor { get; init; }

    /// <summary>The number that sent it, as the vendor wrote it; null when the line hid it.</summary>
    public required string? From { get; init; }

    /// <summary>The number that it was sent to.</summary>
    public required string? To { get; init; }

    /// <summary>How many pages came; null where the vendor does not say.</summary>
    public required int? Pages { get; init; }

    /// <summary>How many seconds the call took; null where the vendor does not say.</summary>
    public required int? Seconds { get; init; }

    /// <summary>The agent's name for the TIFF file.</summary>
    public required string FileName { get; init; }

    /// <summary>Bytes of the file; null when it was not there, or not complete, two minutes after the fax came in. The content can be asked for all the same.</summary>
    public required long? Size { get; init; }

    /// <summary>When it came in, by the agent's clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When the gateway found it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>As this key may see it.</summary>
    public FaxView For(KnownKey key) =>
        key.ReadsPii
            ? this
            : this with { From = From is null ? null : Mask.Number(From), FileName = Mask.Text(FileName) };

    public static FaxView Of(StoredFax fax) => new()
    {
        Id = fax.Id,
        Vendor = fax.Vendor,
        From = fax.Sender,
        To = fax.Recipient,
        Pages = fax.Pages,
        Seconds = fax.Seconds,
        FileName = fax.FileName,
        Size = fax.Size,
        ReceivedAt = fax.ReceivedAt,
        CreatedAt = fax.CreatedAt,
    };
}

/// <summary>A page of received faxes, newest first.</summary>
[SchemaName("ReceivedFaxList")]
internal sealed record FaxList(IReadOnlyList<FaxView> Items, string? NextCursor);

[JsonSerializable(typeof(FaxView))]
[JsonSerializable(typeof(FaxList))]
internal sealed partial class FaxJson : JsonSerializerContext
{
    /// <summary>Hangul stands as it is, not as \u escapes.</summary>
    public static FaxJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = ReadableJson.Encoder,
        TypeInfoResolver = Default,
        Converters = { new UtcTime() },
    });
}
