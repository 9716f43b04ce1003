using Gateway.Acceptance.Repeats;
using Gateway.Accounts;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Store;

/// <summary>Where the parts of an upload go: into the database, or nowhere.</summary>
internal interface IStoreParts
{
    /// <summary>The problem when the messages would exceed a quota; then nothing was taken.</summary>
    ValueTask<ProblemResult?> TakeQuotaAsync(KnownKey caller, int messages);

    /// <summary>The messages were not stored after all.</summary>
    ValueTask GiveBackQuotaAsync(KnownKey caller, int messages);

    /// <summary>
    /// A part of an upload, whose quota is taken already. Answers what keeps it from being stored: then nothing of it
    /// is.
    /// </summary>
    Task<IReadOnlyList<Repeat>> StorePartAsync(KnownKey caller, Intended intended);
}
