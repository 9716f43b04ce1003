using Gateway.Accounts;
using Gateway.Platform.Bodies;

namespace Gateway.Reports;

/// <summary>Data of <c>sender.blocked</c>, as <c>block-senders.sql</c> writes it.</summary>
internal sealed record BlockedSender
{
    /// <summary>The id of the registered number.</summary>
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required string Number { get; init; }

    [Words(typeof(SenderState))]
    public required string State { get; init; }

    /// <summary>The result code (306 to 309, 515 to 518) that blocked it.</summary>
    public required int BlockedCode { get; init; }

    /// <summary>A message that had this result.</summary>
    public required Guid MessageId { get; init; }
}
