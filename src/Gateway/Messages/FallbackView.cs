using Gateway.Messages.Contents;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.OpenApi;
using Gateway.Vendors;

namespace Gateway.Messages;

/// <summary>The fallback of a message: as it was asked for, and what became of it.</summary>
[SchemaName("MessageFallback")]
internal sealed record FallbackView
{
    public const string Waiting = "waiting";
    public const string Used = "used";
    public const string NotNeeded = "notNeeded";

    public static ClosedSet<string> States { get; } = ClosedSet.Of([Waiting, Used, NotNeeded]);

    /// <summary>
    /// <c>waiting</c>: the message has not ended, or it has failed and the gateway is about to send the fallback
    /// (<c>willFallBack</c>). <c>used</c>: the fallback was sent. <c>notNeeded</c>: the message has ended and no fallback
    /// follows: it was delivered, may have arrived, was canceled, or failed for a reason that another message does not
    /// cure, such as a number that does not exist.
    /// </summary>
    [Words(typeof(FallbackView), nameof(States))]
    public required string State { get; init; }

    /// <summary>What is sent instead.</summary>
    public required Channel Channel { get; init; }

    /// <summary>Who sends it: the message's own vendor, or the gateway as a message of its own.</summary>
    public required FallbackBy By { get; init; }

    /// <summary>
    /// The message that the gateway sent, with a status and a result of its own; null while there is none, and for a
    /// fallback by the vendor, whose result is this message's.
    /// </summary>
    public required Guid? MessageId { get; init; }

    /// <summary>The vendor that was asked to send it; null: the routing rules choose, or the message's own vendor.</summary>
    public required string? Vendor { get; init; }

    /// <summary>Its text; null: the message's own, or its contents were removed.</summary>
    public required string? Text { get; init; }

    public required string? Subject { get; init; }

    /// <summary>Ids of its pictures.</summary>
    public required IReadOnlyList<Guid> Attachments { get; init; }

    /// <summary>True when it is also sent where nobody knows whether the message arrived.</summary>
    public required bool WhenUncertain { get; init; }

    public FallbackView Masked(string? name) => this with
    {
        Text = Text is null ? null : Mask.Text(Text, name),
        Subject = Subject is null ? null : Mask.Text(Subject, name),
    };

    /// <summary>What was asked for, and how far it is; null: nothing was asked for, and nothing was sent.</summary>
    public static FallbackView? Of(FallbackRequest? asked, Channel? sent, Guid? messageId, bool hasEnded, bool follows)
    {
        if ((sent ?? asked?.Channel) is not { } channel)
        {
            return null;
        }

        var by = asked?.By ?? (messageId is null ? FallbackBy.Vendor : FallbackBy.Gateway);
        return new FallbackView
        {
            State = sent is not null ? Used : !hasEnded || follows ? Waiting : NotNeeded,
            Channel = channel,
            By = by,
            MessageId = messageId,
            Vendor = asked?.Vendor,
            Text = asked?.Text,
            Subject = asked?.Subject,
            Attachments = asked?.Attachments ?? [],
            WhenUncertain = asked?.WhenUncertain ?? false,
        };
    }
}
