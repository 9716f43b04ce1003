using Gateway.Acceptance.Rules;
using Gateway.Messages;
using Gateway.Messages.Sealing;
using Gateway.Platform.Loops;
using Gateway.Platform.Storage;
using Gateway.Vendors;
using Gateway.Vendors.ResultCodes;
using Npgsql;

namespace Gateway.Dispatch;

/// <summary>
/// Ends the messages of test keys in the place of a vendor. Any number of processes may run it: claims skip what others
/// hold, a step that was given up among them, and what ends is one statement. A fallback that was asked of the vendor
/// plays too: where the number's code is one that a fallback may cure, the message ends as delivered by it.
/// </summary>
internal sealed class EndTestMessages(
    NpgsqlDataSource source, SealContent seal, MessageSignals signals, TimeProvider time) : ILoop
{
    private const int Batch = 1000;

    public string Name => "end-test-messages";

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var fallbacks = await FallbacksAsync(now, cancellationToken);
        await using var command = source.Command("Dispatch.Sql.end-test-messages");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", AccountRules.TestVendor));
        command.Parameters.AddEnd(now);
        command.Parameters.Add(new NpgsqlParameter<int>("limit", Batch));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("looked", [.. fallbacks.Select(found => found.Id)]));
        command.Parameters.Add(
            new NpgsqlParameter<short?[]>("channels", [.. fallbacks.Select(found => (short?)found.Channel)]));
        command.Parameters.Add(new NpgsqlParameter<short>("delivered_code", (short)ResultCatalogue.Delivered));
        command.Parameters.Add(new NpgsqlParameter<short>("refused_code", (short)ResultCatalogue.Refused));
        command.Parameters.Add(
            new NpgsqlParameter<string[]>("numbers", [.. TestOutcomes.All.Select(outcome => outcome.Number)]));
        command.Parameters.Add(
            new NpgsqlParameter<short[]>("statuses", [.. TestOutcomes.All.Select(outcome => (short)outcome.Status)]));
        command.Parameters.Add(new NpgsqlParameter<short[]>("result_codes", [.. TestOutcomes.All.Select(outcome => (short)outcome.Code.Code)]));
        command.Parameters.Add(
            new NpgsqlParameter<bool[]>("curable", [.. TestOutcomes.All.Select(outcome => outcome.Code.Fallback)]));
        var ended = await MovedRow.CountAsync(command, cancellationToken);
        if (ended > 0)
        {
            signals.Events.Beat();
        }

        return ended;
    }

    /// <summary>What was asked of the vendor as fallback, of all that are due and have details; they may be encrypted.</summary>
    private async Task<List<(Guid Id, Channel? Channel)>> FallbacksAsync(
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Dispatch.Sql.test-details");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", AccountRules.TestVendor));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", Batch));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<(Guid, Channel?)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var id = reader.Get<Guid>("message_id");
            var content = seal.Open(id, null, null, null, null, reader.Get<string>("details"));
            found.Add((id, content.Details?.Fallback?.Channel));
        }

        return found;
    }

    public async Task<Rest> StepAsync(LoopProgress progress, CancellationToken cancellationToken)
    {
        var beat = signals.Accepted.Next(AccountRules.TestVendor);
        return await RunOnceAsync(cancellationToken) > 0 ? Rest.None : Rest.Till(beat, LookForWork.OwnLook);
    }
}
