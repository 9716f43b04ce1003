using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Platform;
using Gateway.Platform.Bodies;

namespace Gateway.Messages.Received;

/// <summary>A short message that came in, as its owner sees it.</summary>
internal sealed record ReceivedMessageView
{
    public required Guid Id { get; init; }

    /// <summary>The vendor whose agent received it.</summary>
    public required string Vendor { get; init; }

    /// <summary>The number that sent it, as the vendor wrote it; null when there is none, or it was removed.</summary>
    public required string? From { get; init; }

    /// <summary>The number that it was sent to.</summary>
    public required string? To { get; init; }

    /// <summary>What it says; null when it was removed (<c>Retention:Content</c>) or cannot be decrypted.</summary>
    public required string? Text { get; init; }

    /// <summary>When it came in, by the agent's clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When the gateway found it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When text and sender were removed; null: they were not.</summary>
    public required DateTimeOffset? ContentRemovedAt { get; init; }

    /// <summary>For those who may not see people's numbers.</summary>
    public ReceivedMessageView Masked() =>
        this with { From = From is null ? null : Mask.Number(From), Text = Text is null ? null : Mask.Text(Text) };
}

/// <summary>A page of received messages, newest first.</summary>
internal sealed record ReceivedMessageList(IReadOnlyList<ReceivedMessageView> Items, string? NextCursor);

[JsonSerializable(typeof(ReceivedMessageView))]
[JsonSerializable(typeof(ReceivedMessageList))]
internal sealed partial class ReceivedJson : JsonSerializerContext
{
    /// <summary>Hangul stands as it is, not as \u escapes.</summary>
    public static ReceivedJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = ReadableJson.Encoder,
        TypeInfoResolver = Default,
        Converters = { new UtcTime() },
    });
}
