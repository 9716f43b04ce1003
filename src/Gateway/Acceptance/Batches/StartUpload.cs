using Gateway.Acceptance.Batches.Rejects;
using Gateway.Acceptance.Batches.Resend;
using Gateway.Acceptance.Batches.Tables;
using Gateway.Acceptance.DryRuns;
using Gateway.Acceptance.Rules;
using Gateway.Accounts;
using Gateway.Messages;

namespace Gateway.Acceptance.Batches;

/// <summary>Begins what gathers messages for a batch, or goes on with it.</summary>
internal sealed class StartUpload(
    SealRejects sealRejects, StoreMessages store, OptOutRules optOuts, QuietHours quiet)
{
    private readonly UploadParts _parts = new(store, optOuts, quiet);

    /// <summary>For lines.</summary>
    /// <param name="batch">New, or begun before.</param>
    /// <param name="start">A hash over all that is said of every line.</param>
    /// <param name="caller">Who sends it.</param>
    /// <param name="columns">Of its table; one for lines of JSON.</param>
    /// <param name="dry">Stands in the place of the store; null for an upload that is stored.</param>
    public Upload Lines(
        Batch batch, byte[] start, KnownKey caller, IReadOnlyList<string>? columns, DryRun? dry) =>
        new(batch, BatchView.Of(batch, null), start, caller, Rejects(columns ?? [ColumnNames.Json]), PartsOf(dry));

    /// <summary>For a resend: its messages are kept as lines of NDJSON where they are rejected.</summary>
    public Upload Resend(Batch batch, KnownKey caller, DryRun? dry)
    {
        var rejects = Rejects([ColumnNames.Json]);
        var upload = new Upload(batch, BatchView.Of(batch, null), batch.LinesHash, caller, rejects, PartsOf(dry));
        upload.GoOnAsResend(ResendState.Read(batch.Resend));
        return upload;
    }

    private UploadParts PartsOf(DryRun? dry) =>
        dry is null ? _parts : _parts with { Store = dry, Rejected = dry.CountFaults };

    private KeepRejects Rejects(IReadOnlyList<string> columns) => new([.. columns], sealRejects);
}
