using Gateway.Accounts.Prices;
using Gateway.Messages;
using Gateway.Vendors;

namespace Gateway.Acceptance.DryRuns;

/// <summary>What a dry run counts of the messages that would be stored, and the first of them.</summary>
/// <param name="prices">Of the account; null: it has none.</param>
/// <param name="isTest">They would reach no vendor.</param>
internal sealed class DryRunCounts(ChannelPrices? prices, bool isTest)
{
    /// <summary>How many messages are shown.</summary>
    public const int MostShown = 100;

    private readonly Dictionary<(Channel Channel, string Vendor), int> _parts = [];
    private readonly Dictionary<(Channel Channel, string Vendor), int> _fallbacks = [];
    private readonly List<DryRunMessage> _shown = [];
    private int _upgraded;
    private int _quiet;
    private bool _isHeld;
    private DateTimeOffset? _lastLeavesAt;

    public int Accepted { get; private set; }

    public void Add(IReadOnlyList<NewMessage> messages)
    {
        foreach (var message in messages)
        {
            Add(message);
        }
    }

    /// <summary>The counts; the rest is for the caller to fill in.</summary>
    /// <param name="masked">Numbers and names are hidden.</param>
    public DryRunResponse View(bool masked) => new()
    {
        Accepted = Accepted,
        Rejected = 0,
        Refusal = null,
        Errors = [],
        RejectedBy = [],
        Parts = PartsOf(_parts),
        Fallbacks = PartsOf(_fallbacks),
        Cost = prices is null ? null : new DryRunCost(
            CostOf(_parts),
            _parts.Sum(part => prices.Of(part.Key.Channel) is null ? part.Value : 0),
            CostOf(_fallbacks)),
        Quotas = [],
        Upgraded = _upgraded,
        HeldByQuietHours = _quiet,
        Held = _isHeld,
        LastLeavesAt = _lastLeavesAt,
        Messages = masked ? [.. _shown.Select(static message => message.Masked())] : _shown,
    };

    private void Add(NewMessage message)
    {
        Accepted++;
        Count(_parts, message.Channel, message.Vendor);
        var details = MessageDetails.FromJson(message.Details);
        var fallback = DryRunFallback.Of(message, details, prices, isTest);
        if (fallback is not null)
        {
            Count(_fallbacks, fallback.Channel, fallback.Vendor);
        }

        var shown = _shown.Count < MostShown ? DryRunMessage.Of(message, details, fallback, prices) : null;
        if (shown is not null)
        {
            _shown.Add(shown);
        }

        _upgraded += message.IsUpgraded ? 1 : 0;
        _quiet += message.HeldUntil is null ? 0 : 1;
        _isHeld |= message.IsHeld;
        if (DryRunMessage.LeavesAtOf(message) is { } at && !(at < _lastLeavesAt))
        {
            _lastLeavesAt = at;
        }
    }

    private static void Count(
        Dictionary<(Channel Channel, string Vendor), int> parts, Channel channel, string vendor) =>
        parts[(channel, vendor)] = parts.GetValueOrDefault((channel, vendor)) + 1;

    private List<DryRunPart> PartsOf(Dictionary<(Channel Channel, string Vendor), int> parts) =>
        [.. parts.OrderBy(static part => part.Key.Channel)
            .ThenBy(static part => part.Key.Vendor, StringComparer.Ordinal)
            .Select(part => new DryRunPart(
                part.Key.Channel,
                part.Key.Vendor,
                part.Value,
                prices?.Of(part.Key.Channel) is { } price ? Won.Plain(part.Value * price) : null))];

    private decimal CostOf(Dictionary<(Channel Channel, string Vendor), int> parts) =>
        Won.Plain(parts.Sum(part => part.Value * (prices?.Of(part.Key.Channel) ?? 0)));
}
