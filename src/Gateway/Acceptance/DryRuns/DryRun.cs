using System.Security.Claims;
using Gateway.Acceptance.Repeats;
using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Store;
using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance.DryRuns;

/// <summary>
/// One dry run. It takes messages where the store would, refuses what the store would, and keeps counts of them and the
/// first ones to be shown, however many there are.
/// </summary>
/// <param name="caller">Who asks.</param>
/// <param name="quotas">As they are used now: the dry run takes from them in its head.</param>
/// <param name="mark">Marks messages as the store does.</param>
/// <param name="repeats">What was sent a moment ago.</param>
/// <param name="time">Of the repeats.</param>
internal sealed class DryRun(
    KnownKey caller,
    IReadOnlyList<QuotaUse> quotas,
    MarkMessages mark,
    LookForRepeats repeats,
    TimeProvider time) : IStoreParts
{
    private readonly DryRunCounts _counts = new(caller.Prices, caller.Test);
    private readonly Dictionary<string, int> _faults = new(StringComparer.Ordinal);
    private int _taken;

    /// <summary>What is accepted and probably a mistake.</summary>
    public List<Warning> Warnings { get; } = [];

    /// <summary>Messages of a request of which all or none are stored; null for an upload.</summary>
    public int? Asked { get; set; }

    /// <summary>The texts are those of stored messages: keys that may not see them see them masked.</summary>
    public bool IsOfStored { get; set; }

    public ValueTask<ProblemResult?> TakeQuotaAsync(KnownKey caller, int messages)
    {
        var exceeded = messages == 0 ? null : quotas.Where(known => !known.HasRoom(_taken + messages))
            .Select(static known => known.Limit).FirstOrDefault();
        _taken += exceeded is null ? messages : 0;
        return new(exceeded?.Exceeded(messages));
    }

    public ValueTask GiveBackQuotaAsync(KnownKey caller, int messages)
    {
        _taken -= messages;
        return default;
    }

    public async Task<IReadOnlyList<Repeat>> StorePartAsync(KnownKey caller, Intended intended)
    {
        var found = await LookAsync(intended.Messages, CancellationToken.None);

        // The message that stands before has an id that nobody will find.
        return [.. found.Select(static repeat => repeat.WithinRequest ? repeat with { Earlier = null } : repeat)];
    }

    /// <summary>A request, or a whole batch, of which all or none are stored.</summary>
    public async ValueTask<IntakeOutcome> StoreAsync(
        IReadOnlyList<NewMessage> messages, CancellationToken cancellationToken)
    {
        if (await TakeQuotaAsync(caller, messages.Count) is { } exceeded)
        {
            return IntakeOutcome.Exceeded(exceeded);
        }

        var found = await LookAsync(messages, cancellationToken);
        return found.Count > 0 ? IntakeOutcome.Refused(found) : IntakeOutcome.Stored([]);
    }

    /// <summary>Counts the faults of a line that is rejected: each code once.</summary>
    public void CountFaults(IReadOnlyList<Fault> faults)
    {
        foreach (var code in faults.Select(static fault => fault.Code).Distinct(StringComparer.Ordinal))
        {
            _faults[code] = _faults.GetValueOrDefault(code) + 1;
        }
    }

    public void Warn(IEnumerable<Fault> faults) => Warnings.AddRange(Warning.From(faults) ?? []);

    /// <summary>What would have become of it.</summary>
    public DryRunResponse View() => _counts.View(masked: IsOfStored && !caller.ReadsPii) with
    {
        RejectedBy = [.. _faults.OrderByDescending(static known => known.Value)
            .ThenBy(static known => known.Key, StringComparer.Ordinal)
            .Select(static known => new DryRunFaults(known.Key, known.Value))],
        Quotas = [.. quotas.Select(QuotaOf)],
        Warnings = Warnings.Count == 0 ? null : Warnings,
    };

    /// <summary>A request that would have been refused as a whole.</summary>
    public IResult Refused(ProblemResult problem, ClaimsPrincipal user, bool inKorean)
    {
        var faults = problem.FaultsFor(user) ?? [];
        _faults.Clear();
        foreach (var code in faults.GroupBy(static fault => fault.Code, StringComparer.Ordinal))
        {
            _faults[code.Key] = code.Count();
        }

        var view = View() with
        {
            Rejected = Asked ?? 0,
            Refusal = new DryRunRefusal(
                problem.Status,
                problem.Code,
                (inKorean ? problem.KoreanDetailFor(user) : problem.DetailFor(user)) ?? "",
                (int?)problem.RetryAfter?.TotalSeconds),
            Errors = [.. faults.Select(static fault =>
                new DryRunFault(null, fault.Code, fault.Pointer, fault.Detail) { MessageId = fault.MessageId })],
        };
        return Answer(inKorean ? view.InKorean() : view);
    }

    public static IResult Answer(DryRunResponse view) => Results.Json(view, DryRunJson.Strict.DryRunResponse);

    private async Task<IReadOnlyList<Repeat>> LookAsync(
        IReadOnlyList<NewMessage> messages, CancellationToken cancellationToken)
    {
        if (await mark.MarkAsync(caller, messages, cancellationToken, forLooking: true) is { } marks)
        {
            var found = await RefuseRepeats.FindAsync(repeats, marks, time.GetUtcNow(), cancellationToken);
            if (found.Count > 0)
            {
                return found;
            }

            repeats.Keep(marks);
        }

        _counts.Add(messages);
        return [];
    }

    private DryRunQuota QuotaOf(QuotaUse known)
    {
        // What nothing but a quota keeps back needs it too.
        var keptBack = quotas.Sum(quota => _faults.GetValueOrDefault(quota.Limit.Code.Code));
        var needed = Asked ?? (_counts.Accepted + keptBack);
        return new DryRunQuota(known.Limit.Name, known.Limit.Quota, known.Used, needed, known.HasRoom(needed));
    }
}
