using Gateway.Dispatch.Cancel;
using Gateway.Dispatch.Reroute;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Npgsql;

namespace Gateway.Dispatch.Operate;

/// <summary>
/// Changes everything that waits in the gateway for one vendor. Page by page, so that no step holds locks for long;
/// broken off and repeated, it goes on with the rest.
/// </summary>
internal sealed class ChangeWaiting(
    CancelMessages cancel, FindPlaces places, RecordReroute reroute, NpgsqlDataSource source, TimeProvider time)
{
    private const int Page = 500;

    /// <summary>What was canceled does not wait any more, so the first page is always the next one.</summary>
    public async Task<WaitingChange> CancelAsync(Vendor vendor, CancellationToken cancellationToken)
    {
        for (var change = new WaitingChange(0, 0); ;)
        {
            var page = await FirstAsync(vendor, cancellationToken);
            var fates = page.Count == 0 ? null : await cancel.CancelAsync(page, cancellationToken);
            var canceled = fates?.Values.Count(fate => fate == CancelFate.Canceled) ?? 0;
            change = new WaitingChange(change.Changed + canceled, change.Left + page.Count - canceled);
            if (canceled == 0)
            {
                return change;
            }
        }
    }

    public async Task<WaitingChange> ExpireAsync(Vendor vendor, CancellationToken cancellationToken)
    {
        for (var changed = 0; ;)
        {
            await using var command = source.Command("Dispatch.Operate.Sql.end-waiting-now");
            command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor.Name));
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
            command.Parameters.Add(new NpgsqlParameter<int>("limit", Page));
            var ended = await MovedRow.ExecuteAsync(command, cancellationToken);
            changed += ended;
            if (ended == 0)
            {
                return new WaitingChange(changed, 0);
            }
        }
    }

    public async Task<WaitingChange> MoveAsync(Vendor vendor, Vendor to, CancellationToken cancellationToken)
    {
        var change = new WaitingChange(0, 0);
        for (var after = ReroutePlace.Start; ;)
        {
            var page = await reroute.WaitingAsync(vendor.Name, after, Page, cancellationToken);
            if (page.Count == 0)
            {
                return change;
            }

            var moved = await reroute.MoveAsync(await places.FindAsync(page, to, cancellationToken), cancellationToken);
            change = new WaitingChange(change.Changed + moved, change.Left + page.Count - moved);
            after = page[^1].Place;
        }
    }

    private async Task<List<Guid>> FirstAsync(Vendor vendor, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Dispatch.Operate.Sql.first-waiting");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor.Name));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", Page));
        var page = new List<Guid>(Page);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            page.Add(reader.GetGuid(0));
        }

        return page;
    }
}
