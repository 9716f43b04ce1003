using Gateway.Acceptance.Compose;
using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Rules;
using Gateway.Files;
using Gateway.Messages;
using Gateway.Messages.Sealing;
using Gateway.Platform.Bodies;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Dispatch.Reroute;

/// <summary>
/// Finds another vendor for stored messages: a healthy one that carries the channel, that the account may use, and that can take this very content. What it cannot take word for word
/// stays where it is.
/// </summary>
internal sealed class FindPlaces(IServiceScopeFactory scopes, Routing routing, FilesOfRequest files, SealContent seal)
{
    /// <summary>False when there is no need to look at single messages.</summary>
    public bool MayFind(Vendor than) => routing.HasOthers(than);

    /// <summary>Those that have a place to go, with its name.</summary>
    public Task<IReadOnlyList<(ReroutableMessage Message, string Vendor)>> FindAsync(
        IReadOnlyList<ReroutableMessage> messages, CancellationToken cancellationToken) =>
        FindAsync(messages, null, cancellationToken);

    /// <summary>
    /// <paramref name="only"/>: those that this vendor can take, healthy or not. Null: any healthy one.
    /// </summary>
    public async Task<IReadOnlyList<(ReroutableMessage Message, string Vendor)>> FindAsync(
        IReadOnlyList<ReroutableMessage> messages, Vendor? only, CancellationToken cancellationToken)
    {
        if (messages.Count == 0)
        {
            return [];
        }

        var ids = messages.Select(message => message.MessageId).ToList();
        var (first, last) = (ids.Min(), ids.Max());
        await using var scope = scopes.CreateAsyncScope();
        var stored = await scope.ServiceProvider.GetRequiredService<GatewayDb>().Set<Message>().AsNoTracking()
            .Where(message => ids.Contains(message.Id) && message.Id >= first && message.Id <= last)
            .ToDictionaryAsync(message => message.Id, cancellationToken);
        var places = new List<(ReroutableMessage, string)>(messages.Count);
        var known = new Dictionary<string, IReadOnlyDictionary<Guid, StoredFile>>(StringComparer.Ordinal);
        foreach (var message in messages)
        {
            if (stored.TryGetValue(message.MessageId, out var record)
                && await PlaceAsync(record, message.Allowed, only, known, cancellationToken) is { } vendor)
            {
                places.Add((message, vendor.Name));
            }
        }

        return places;
    }

    private async Task<Vendor?> PlaceAsync(
        Message message,
        IReadOnlyList<string>? allowed,
        Vendor? only,
        Dictionary<string, IReadOnlyDictionary<Guid, StoredFile>> known,
        CancellationToken cancellationToken)
    {
        var others = only is null ? routing.Others(message.Channel, message.Vendor, allowed)
            : !only.Channels.Contains(message.Channel) ? []
            : !only.IsAmong(allowed) ? []
            : [only];
        if (others.Count == 0 || !message.Channel.IsKnown() || seal.Open(message) is not { Unreadable: false } opened)
        {
            return null;
        }

        // A campaign's messages share their files: each set is asked for once.
        var content = StoredContent.Of(message, opened);
        var set = $"{message.AccountId}/{string.Join('/', content.Details.Files)}";
        if (!known.TryGetValue(set, out var found))
        {
            found = known[set] = await files.FindAsync(content.Details, message.AccountId, cancellationToken);
        }

        return others.FirstOrDefault(vendor => CanCarry.Whole(content, opened.RecipientName, vendor, found));
    }
}
