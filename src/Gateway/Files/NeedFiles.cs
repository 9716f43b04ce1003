using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Files;

/// <summary>For rooms above: which files an account has, and that a message needs them for a while.</summary>
internal sealed class NeedFiles(GatewayDb db, TimeProvider time)
{
    /// <summary>
    /// The files among these that the account may use in a new message. What is missing in the answer does not exist
    /// for it.
    /// </summary>
    public Task<Dictionary<Guid, StoredFile>> FindAsync(
        Guid accountId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        Usable(accountId, ids).ToDictionaryAsync(file => file.Id, cancellationToken);

    /// <summary>
    /// Keeps files from being deleted or purged until a time, or longer when somebody else needs them longer. False
    /// when one of them is gone: then a message with it must not be accepted. Idempotent; cannot be taken back, so give
    /// the time at which the message will surely have ended.
    /// </summary>
    public async Task<bool> KeepAsync(
        Guid accountId, IReadOnlyCollection<Guid> ids, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var distinct = ids.Distinct().ToList();
        return await NeedUntilAsync(Usable(accountId, distinct), until, cancellationToken) == distinct.Count;
    }

    /// <summary>
    /// The same for a message that has them already: also for files that are kept for their messages alone.
    /// </summary>
    public Task KeepLongerAsync(
        Guid accountId, IReadOnlyCollection<Guid> ids, DateTimeOffset until, CancellationToken cancellationToken) =>
        NeedUntilAsync(
            db.Set<StoredFile>().Where(file => file.AccountId == accountId && ids.Contains(file.Id)),
            until,
            cancellationToken);

    private static Task<int> NeedUntilAsync(
        IQueryable<StoredFile> files, DateTimeOffset until, CancellationToken cancellationToken) =>
        files.ExecuteUpdateAsync(set => set.SetProperty(file => file.LastNeededAt, file => file.LastNeededAt > until ? file.LastNeededAt : until), cancellationToken);

    private IQueryable<StoredFile> Usable(Guid accountId, IReadOnlyCollection<Guid> ids)
    {
        var now = time.GetUtcNow();
        return db.Set<StoredFile>().Where(file => file.AccountId == accountId && ids.Contains(file.Id) && file.DeletedAt == null && file.ExpiresAt > now);
    }
}
