namespace Gateway.Platform.Bodies;

/// <summary>The content types that tables of text come under.</summary>
internal static class TableTypes
{
    public const string Csv = "text/csv";

    /// <summary>A table that is separated by tabs.</summary>
    public const string Tabs = "text/tab-separated-values";

    /// <summary>Windows says the first one of every .csv where Excel is installed.</summary>
    public static readonly string[] OtherNames =
        ["application/vnd.ms-excel", "application/csv", "text/x-csv", "text/comma-separated-values"];

    /// <summary>True for CSV, under any name.</summary>
    public static bool IsCsv(string? mediaType) =>
        Csv.Equals(mediaType, StringComparison.OrdinalIgnoreCase)
        || OtherNames.Contains(mediaType, StringComparer.OrdinalIgnoreCase);
}
