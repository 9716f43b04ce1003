using System.Globalization;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Dispatch;

/// <summary>The one thing about reservations that needs a real clock.</summary>
public sealed class ReleaseLateness(SharedGateway gateway)
{
    private const int Reservations = 9;

    [Fact]
    public async Task Is_below_300_milliseconds_for_half_of_the_reservations()
    {
        var api = gateway.Ready();

        // The first hand-over of a process compiles its way.
        await api.ReachesAsync(await api.SendSmsAsync("kpg"), "queued");
        var reference = Guid.NewGuid().ToString();
        var start = TimeProvider.System.GetUtcNow().AddSeconds(1);
        for (var i = 0; i < Reservations; i++)
        {
            // Spread, so that they do not all meet the same moment of the loop's pause.
            var due = start.AddMilliseconds(137 * i).ToString("O", CultureInfo.InvariantCulture);
            await api.SendSmsAsync("kpg", more: $", \"scheduledAt\": \"{due}\", \"reference\": \"{reference}\"");
        }

        var released = $"SELECT count(*) FROM gateway.inflight i JOIN gateway.messages m ON m.id = i.message_id WHERE m.reference = '{reference}' AND i.queued_at IS NOT NULL";
        await Eventually.BeAsync(async () => await gateway.State.CountAsync(released) == Reservations, "all are released");
        var late = await gateway.State.CountAsync($"""
            SELECT (1000 * extract(epoch FROM percentile_disc(0.5) WITHIN GROUP (ORDER BY i.queued_at - i.due_at)))::bigint
            FROM gateway.inflight i JOIN gateway.messages m ON m.id = i.message_id WHERE m.reference = '{reference}'
            """);

        Assert.InRange(late, 0, 300);
    }
}
