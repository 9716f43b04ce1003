using Gateway.Acceptance.Batches.Rejects;
using Gateway.Acceptance.Batches.Resend;
using Gateway.Acceptance.Batches.Tables;
using Gateway.Acceptance.Rules;
using Gateway.Accounts;
using Gateway.Messages;

namespace Gateway.Acceptance.Batches;

/// <summary>Begins what gathers messages for a batch, or goes on with it.</summary>
internal sealed class StartUpload(
    SealRejects sealRejects, StoreMessages store, OptOutRules optOuts, UseQuota quota, QuietHours quiet)
{
    private readonly UploadParts _parts = new(store, optOuts, quota, quiet);

    /// <summary>For lines.</summary>
    /// <param name="batch">New, or begun before.</param>
    /// <param name="start">A hash over all that is said of every line.</param>
    /// <param name="caller">Who sends it.</param>
    /// <param name="columns">Of its table; one for lines of JSON.</param>
    public Upload Lines(Batch batch, byte[] start, KnownKey caller, IReadOnlyList<string>? columns) =>
        new(batch, BatchView.Of(batch, null), start, caller, Rejects(columns ?? [ColumnNames.Json]), _parts);

    /// <summary>For a resend: its messages are kept as lines of NDJSON where they are rejected.</summary>
    public Upload Resend(Batch batch, KnownKey caller)
    {
        var rejects = Rejects([ColumnNames.Json]);
        var upload = new Upload(batch, BatchView.Of(batch, null), batch.LinesHash, caller, rejects, _parts);
        upload.GoOnAsResend(ResendState.Read(batch.Resend));
        return upload;
    }

    private KeepRejects Rejects(IReadOnlyList<string> columns) => new([.. columns], sealRejects);
}
