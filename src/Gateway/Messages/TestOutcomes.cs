using System.Globalization;
using Gateway.Vendors.ResultCodes;

namespace Gateway.Messages;

/// <summary>
/// What becomes of a test key's message, chosen by its recipient: <c>0100000</c> and a result code in four digits, such as 01000000402, ends with that code; every other
/// number is delivered.
/// </summary>
internal static class TestOutcomes
{
    private const string Prefix = "0100000";

    public static IReadOnlyList<(string Number, MessageStatus Status, ResultCode Code, EventType Event)> All { get; } =
    [
        .. ResultCatalogue.All.Select(code => (code, end: End(code.Outcome))).Where(known => known.end is not null)
            .Select(known => (Prefix + known.code.Code.ToString("D4", CultureInfo.InvariantCulture), known.end!.Value.Status, known.code, known.end.Value.Event)), // Filtered above.
    ];

    /// <summary>Null for codes that are no end.</summary>
    private static (MessageStatus Status, EventType Event)? End(Outcome outcome) => outcome switch
    {
        Outcome.Delivered => (MessageStatus.Delivered, EventType.MessageDelivered),
        Outcome.Failed => (MessageStatus.Failed, EventType.MessageFailed),
        Outcome.Expired => (MessageStatus.Expired, EventType.MessageExpired),
        Outcome.Canceled => (MessageStatus.Canceled, EventType.MessageCanceled),
        Outcome.Pending => null,
    };
}
