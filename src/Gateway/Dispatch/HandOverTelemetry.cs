using Gateway.Platform.Telemetry;
using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Dispatch;

/// <summary>What is told of a hand-over to those who collect metrics and traces.</summary>
internal static class HandOverTelemetry
{
    /// <summary>How a write to a queue table can end.</summary>
    public static IReadOnlyList<string> Outcomes { get; } = [.. Enum.GetValues<HandOverKind>().Select(Word)];

    public static void Tell(this GatewayTelemetry telemetry, Vendor vendor, HandOverOutcome outcome) =>
        telemetry.HandedOver(vendor.Name, Word(outcome.Kind));

    public static void Tell(
        this GatewayTelemetry telemetry,
        Vendor vendor,
        Claim claimed,
        IReadOnlyList<OutgoingMessage> written,
        DateTimeOffset ended)
    {
        telemetry.Queued(vendor.Name, written.Count);
        if (telemetry.Traces)
        {
            var ids = written.Select(message => message.Id).ToHashSet();
            foreach (var message in claimed.Messages.Where(message => ids.Contains(message.Message.Id)))
            {
                telemetry.Step("hand over", message.Trace, message.Message.Id, vendor.Name, claimed.Started, ended);
            }
        }
    }

    private static string Word(HandOverKind kind) => kind switch
    {
        HandOverKind.Written => "written",
        HandOverKind.AlreadyDecided => "decided",
        HandOverKind.NotWritten => "not_written",
        HandOverKind.BadRow => "bad_row",
        HandOverKind.InDoubt => "in_doubt",
        HandOverKind.Held => "held",
    };
}
