using Gateway.Acceptance.Rules;
using Gateway.Messages;
using Gateway.Platform.Loops;
using Gateway.Platform.Storage;
using Gateway.Vendors.ResultCodes;
using Npgsql;

namespace Gateway.Dispatch;

/// <summary>
/// Ends the messages of test keys in the place of a vendor. Any number of processes may run it: claims skip what others
/// hold, a step that was given up among them, and each step is one statement.
/// </summary>
internal sealed class EndTestMessages(NpgsqlDataSource source, MessageSignals signals, TimeProvider time) : ILoop
{
    private const int Batch = 1000;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    public string Name => "end-test-messages";

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var command = source.Command("Dispatch.Sql.end-test-messages");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", AccountRules.TestVendor));
        command.Parameters.AddEnd(time.GetUtcNow());
        command.Parameters.Add(new NpgsqlParameter<int>("limit", Batch));
        command.Parameters.Add(new NpgsqlParameter<short>("delivered_code", (short)ResultCatalogue.Delivered));
        command.Parameters.Add(new NpgsqlParameter<short>("refused_code", (short)ResultCatalogue.Refused));
        command.Parameters.Add(
            new NpgsqlParameter<string[]>("numbers", [.. TestOutcomes.All.Select(outcome => outcome.Number)]));
        command.Parameters.Add(
            new NpgsqlParameter<short[]>("statuses", [.. TestOutcomes.All.Select(outcome => (short)outcome.Status)]));
        command.Parameters.Add(new NpgsqlParameter<short[]>("result_codes", [.. TestOutcomes.All.Select(outcome => (short)outcome.Code.Code)]));
        var ended = await MovedRow.CountAsync(command, cancellationToken);
        if (ended > 0)
        {
            signals.Events.Beat();
        }

        return ended;
    }

    public async Task<Rest> StepAsync(LoopProgress progress, CancellationToken cancellationToken)
    {
        var beat = signals.Accepted.Next(AccountRules.TestVendor);
        return await RunOnceAsync(cancellationToken) > 0 ? Rest.None : Rest.Till(beat, Poll);
    }
}
