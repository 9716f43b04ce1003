using Gateway.Vendors.Models;
using Gateway.Vendors.ResultCodes;

namespace Gateway.Vendors.Databases;

/// <summary>Makes one report of a message's own row and the rows that the agent made for its fallback.</summary>
internal sealed class FallbackJoin(IFallbackRows rows, TimeProvider time)
{
    /// <summary>
    /// How long after the failure a fallback row may appear. The manuals do not say that both are written at once; so
    /// long the message counts as on its way.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    /// <summary>One report for each message that these rows belong to.</summary>
    public async Task<IReadOnlyList<VendorReport>> JoinAsync(
        VendorContext context, IReadOnlyList<VendorRow> read, CancellationToken cancellationToken)
    {
        var own = read.Where(row => row.FallbackOf is null).ToList();
        var unseen = read.Select(row => row.FallbackOf).OfType<string>().Except(own.Select(row => row.Key)).OfType<string>().ToHashSet();
        if (unseen.Count > 0)
        {
            own.AddRange(await rows.FindOwnersAsync(context, unseen, cancellationToken));
        }

        var keys = own.Where(NeedsFallback).Select(row => row.Key).OfType<string>().ToHashSet();
        var fallbacks = keys.Count == 0
            ? Enumerable.Empty<VendorRow>().ToLookup(row => row.FallbackOf)
            : (await rows.FindFallbacksAsync(context, keys, cancellationToken)).ToLookup(row => row.FallbackOf);
        return [.. own.Select(row => NeedsFallback(row) ? Join(row.Report, [.. fallbacks[row.Key].Select(fallback => fallback.Report)]) : row.Report)];
    }

    private static bool NeedsFallback(VendorRow row) =>
        row.AsksForFallback && row.Key is not null && IsFailed(row.Report);

    private static bool IsFailed(VendorReport report) =>
        report.Progress == RowProgress.Final && report.Result?.Result.Outcome != Outcome.Delivered;

    private VendorReport Join(VendorReport own, IReadOnlyList<VendorReport> fallbacks)
    {
        if (fallbacks.Count == 0)
        {
            return own.CompletedAt + Grace > time.GetUtcNow() ? OnItsWay(own) : own;
        }

        var last = fallbacks.FirstOrDefault(report => report.Result?.Result.Outcome == Outcome.Delivered)
            ?? fallbacks.FirstOrDefault(report => report.Progress != RowProgress.Final)
            ?? fallbacks[^1];
        return last.Progress == RowProgress.Final
            ? last with { MessageId = own.MessageId, SentAt = own.SentAt }
            : OnItsWay(own);
    }

    private static VendorReport OnItsWay(VendorReport own) =>
        own with { Progress = RowProgress.Taken, Result = null, CompletedAt = null, Telecom = null };
}
