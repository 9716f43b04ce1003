using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Emma;

/// <summary>
/// What is read of a row of a queue or a log of any family. <c>date_client_req</c>, when the row is due, names the
/// log's month.
/// </summary>
internal sealed class EmmaRow : DueRow
{
    /// <summary>emma_id or ata_id: which of doubled agents has the row; blank while none has.</summary>
    public string? Owner { get; init; }
}

/// <summary>A row of <c>em_status</c>: one process of an agent.</summary>
internal sealed class EmmaStatusRow
{
    public string? Updated { get; init; }
}

/// <summary>A row of <c>gateway_emma_groups</c>: the files of one MMS.</summary>
internal sealed class EmmaGroupRow
{
    public long Number { get; init; }

    public string HandOver { get; init; } = "";

    public int Place { get; init; }
}

/// <summary>A row of <c>em_mmt_file</c>, which is only written.</summary>
internal sealed class EmmaFileRow
{
    public long GroupKey { get; init; }

    public long Place { get; init; }
}
