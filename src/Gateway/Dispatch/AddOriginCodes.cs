using System.Collections.Concurrent;
using Gateway.Accounts;
using Gateway.Platform.Vendors;

namespace Gateway.Dispatch;

/// <summary>
/// Gives messages the first-sender operator code of their account (최초발신사업자), as it is when they are handed over.
/// </summary>
internal sealed partial class AddOriginCodes(OriginCodes codes, ILogger<AddOriginCodes> logger)
{
    /// <summary>Vendors of which it was told that they have no place for codes.</summary>
    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

    public async ValueTask<IReadOnlyList<ClaimedMessage>> AddAsync(
        Vendor vendor, IReadOnlyList<ClaimedMessage> claimed, CancellationToken cancellationToken)
    {
        if (claimed.Count == 0)
        {
            return claimed;
        }

        var known = await codes.ReadAsync(cancellationToken);
        if (known.Count == 0 || !claimed.Any(message => known.ContainsKey(message.AccountId)))
        {
            return claimed;
        }

        if (vendor.Queue.OriginCodeAbsent is { } reason && _told.TryAdd(vendor.Name, true))
        {
            Log.Absent(logger, vendor.Name, reason);
        }

        return
        [
            .. claimed.Select(message => message with
            {
                Message = message.Message with { OriginCode = known.GetValueOrDefault(message.AccountId) },
            }),
        ];
    }

    private static partial class Log
    {
        [LoggerMessage(3014, LogLevel.Warning, "{Vendor}: messages of accounts with an originCode go without it: {Reason}")]
        public static partial void Absent(ILogger logger, string vendor, string reason);
    }
}
