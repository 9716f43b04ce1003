using Gateway.Files;
using Gateway.Messages;

namespace Gateway.Acceptance.Requests;

/// <summary>The uploaded files that a request, or the message that was made of it, names.</summary>
internal sealed class FilesOfRequest(IServiceScopeFactory scopes)
{
    private static readonly Dictionary<Guid, StoredFile> None = [];

    /// <summary>A message may end an hour after it expires; its files stay until then.</summary>
    private static readonly TimeSpan KeepBeyondExpiry = TimeSpan.FromHours(2);

    /// <summary>Kakao's quiet hours, in hours.</summary>
    private const int LongestHold = 12;

    /// <summary>What the account may use of them. Costs nothing when there are none.</summary>
    public ValueTask<IReadOnlyDictionary<Guid, StoredFile>> FindAsync(
        SendMessageRequest request, Guid accountId, CancellationToken cancellationToken) =>
        Ids(request) is { Count: > 0 } ids ? FindAsync(ids, accountId, cancellationToken) : new(None);

    /// <summary>The same of a message that was made before.</summary>
    public ValueTask<IReadOnlyDictionary<Guid, StoredFile>> FindAsync(
        MessageDetails details, Guid accountId, CancellationToken cancellationToken) =>
        details.Files is { Count: > 0 } files ? FindAsync(files.ToHashSet(), accountId, cancellationToken) : new(None);

    /// <summary>Keeps the files for as long as the messages may need them. False when one was deleted a moment ago.</summary>
    public async ValueTask<bool> KeepAsync(
        SendMessageRequest request,
        Guid accountId,
        IReadOnlyList<NewMessage> messages,
        TimeSpan longer,
        CancellationToken cancellationToken)
    {
        if (Ids(request) is not { Count: > 0 } ids || messages.Count == 0)
        {
            return true;
        }

        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<NeedFiles>().KeepAsync(
            accountId, ids, messages[0].ExpiresAt + longer + KeepBeyondExpiry + SecondLeg(request), cancellationToken);
    }

    /// <summary>Keeps the files of a stored message for as long as it may need them when it is sent at another time.</summary>
    public async ValueTask KeepAsync(Message message, MessageDetails? details, DateTimeOffset scheduledAt, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. details?.Files ?? [], .. details?.Next?.Attachments ?? []];
        if (ids.Length == 0)
        {
            return;
        }

        var ended = scheduledAt + TimeSpan.FromHours(SendMessageValidator.LongestExpiry + LongestHold);
        var secondLeg = details?.Next is { } next ? SecondLeg(next.ExpireHours) : TimeSpan.Zero;
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<NeedFiles>().KeepLongerAsync(message.AccountId, ids, ended + KeepBeyondExpiry + secondLeg, cancellationToken);
    }

    /// <summary>A fallback of the gateway begins when the message has ended, perhaps with a night of quiet hours, and needs its own files until it ends.</summary>
    private static TimeSpan SecondLeg(SendMessageRequest request) =>
        request.FallsBackByGateway() ? SecondLeg(request.ExpireHours ?? SendMessageValidator.LongestExpiry) : TimeSpan.Zero;

    private static TimeSpan SecondLeg(int expireHours) => TimeSpan.FromHours(expireHours + LongestHold);

    private async ValueTask<IReadOnlyDictionary<Guid, StoredFile>> FindAsync(
        HashSet<Guid> ids, Guid accountId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<NeedFiles>().FindAsync(accountId, ids, cancellationToken);
    }

    private static HashSet<Guid>? Ids(SendMessageRequest request)
    {
        if (request is { Attachments: null, Fallback: null, Voice: null })
        {
            return null;
        }

        var ids = request.Attachments is { Count: > 0 } attachments ? attachments.ToHashSet() : [];
        ids.UnionWith(request.Fallback?.Attachments ?? []);
        if (request.Voice?.Scenario is { } scenario)
        {
            ids.Add(scenario);
        }

        return ids;
    }
}
