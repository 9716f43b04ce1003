using Gateway.Acceptance.DryRuns;
using Gateway.Platform.Queries;

namespace Gateway.Acceptance.Batches;

/// <summary>What the document says of the query of an upload.</summary>
internal static class UploadParameters
{
    public static ParameterText[] All { get; } =
    [
        new("name", "Your own name for the batch.") { MaxLength = 200 },
        new("channel", "The channel of lines that name none."),
        new("from", "The sender number of lines that name none."),
        new("vendor", "The vendor of lines that name none."),
        new("priority", "The priority of lines that name none. Absent: the template's, or `normal`."),
        new("purpose", "The purpose of lines that name none. Absent: `transactional`."),
        new("subject", "The subject of lines that have none."),
        new("template", "Name or id of the template of lines that name none."),
        new("text", "The text of lines that have none. It may hold placeholders."),
        new("scheduledAt", "When to send lines that do not say it.") { Format = "date-time" },
        new("expireHours", "Hours after which messages without a result have expired, for lines that do not say it.")
        {
            Minimum = 1,
            Maximum = 168,
        },
        new("onTooLong", "What to do with an SMS above 90 bytes. Absent: `reject`."),
        new(
            "onUnmappable",
            "What to do with letters that the vendor's character set lacks. Absent: `reject`."),
        new("reference", "Your own reference for messages of lines that have none.") { MaxLength = 64 },
        new("subId", "The vendor's sub-account that is billed."),
        new("billingId", "Xroshot only: the account that is billed.") { MaxLength = 20 },
        new("columns", "Which column is which field: `to:연락처,name:고객명`."),
        new("hold", "The batch waits for its release.") { Default = "false" },
        new("pace", "Spreads the batch over time: MESSAGES/SECONDS, such as `1000/60`."),
        new("ignoreUnused", "Ignores columns that no placeholder uses.") { Default = "false" },
        new("allowDuplicates", "The same content may go to the same recipient more than once.")
        {
            Default = "false",
        },
        RunDry.Documented,
    ];
}
