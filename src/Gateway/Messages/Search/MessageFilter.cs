using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Letters;
using Gateway.Platform.Numbers;
using Gateway.Platform.Queries;
using Gateway.Vendors;

namespace Gateway.Messages.Search;

/// <summary>What a search asks for, read strictly from the query: an unreadable parameter is a fault, never ignored. Several values of one filter mean "or".</summary>
internal sealed record MessageFilter
{
    /// <summary>An installation has few.</summary>
    private const int MostVendors = 32;

    private const string TimeWanted =
        "A time with an offset, such as 2026-11-20T00:00:00+09:00. In a query, write + as %2B.";

    private static readonly string[] OfPages = ["limit", "cursor"];

    /// <summary>Empty: any.</summary>
    public required IReadOnlyList<MessageStatus> Statuses { get; init; }

    /// <summary>Empty: any.</summary>
    public required IReadOnlyList<Channel> Channels { get; init; }

    /// <summary>Empty: any.</summary>
    public required IReadOnlyList<string> Vendors { get; init; }

    public string? To { get; private init; }

    public string? From { get; private init; }

    public string? Reference { get; private init; }

    public Guid? BatchId { get; private init; }

    public DateTimeOffset? CreatedFrom { get; private init; }

    public DateTimeOffset? CreatedTo { get; private init; }

    private static Fault NoPages(string name) =>
        new("?" + name, "unexpected_parameter", "The file has everything that the filters find. Leave it out.");

    /// <summary>The problem when the query cannot be understood. A file has no pages.</summary>
    public static ProblemResult? Read(HttpContext context, bool isFile, out MessageFilter filter, out Page page)
    {
        var query = context.Request.Query;
        var faults = CheckQuery.FaultsOf(context);
        faults.AddRange(OfPages.Where(name => isFile && query.ContainsKey(name)).Select(NoPages));
        Page.Read(OfPage("limit"), OfPage("cursor"), faults, out page);
        filter = new MessageFilter
        {
            Statuses = QueriesModule.Many(Text("status"), ClosedSet.Of<MessageStatus>(), "status", faults),
            Channels = QueriesModule.Many(Text("channel"), ClosedSet.Of<Channel>(), "channel", faults),
            Vendors = QueriesModule.Many(Text("vendor")),
            To = Number("to", PhoneNumber.Wanted),
            From = Number("from", PhoneNumber.Sender),
            Reference = Composed.Of(Text("reference")),
            BatchId = Id("batchId"),
            CreatedFrom = Time("createdFrom"),
            CreatedTo = Time("createdTo"),
        };
        if (filter.Vendors.Count > MostVendors)
        {
            faults.Add(new Fault("?vendor", "too_many_entries", $"At most {MostVendors}."));
        }

        return faults.Count > 0 ? ProblemResult.Malformed(faults) : null;

        string? OfPage(string name) => isFile ? null : (string?)query[name];

        // Of a text that is empty, or holds U+0000, a fault was told before.
        string? Text(string name) => query[name].ToString() is { Length: > 0 } text && !text.Contains('\0') ? text : null;

        Guid? Id(string name) => Text(name) is not { } text ? null
            : Guid.TryParse(text, out var id) ? id
            : Wrong<Guid>(name, "invalid_id", "An id as the answer to the request had it.");

        DateTimeOffset? Time(string name) => Text(name) is not { } text ? null
            : UtcTime.TryRead(text, out var time) ? time.ToUniversalTime()
            : Wrong<DateTimeOffset>(name, "invalid_type", TimeWanted);

        string? Number(string name, Func<string?, NumberReading> read)
        {
            var reading = Text(name) is { } text ? read(text) : default(NumberReading?);
            if (reading?.Fault is { } fault)
            {
                faults.Add(new Fault("?" + name, fault.Code, fault.Detail));
            }

            return reading?.Digits;
        }

        T? Wrong<T>(string name, string code, string detail)
            where T : struct
        {
            faults.Add(new Fault("?" + name, code, detail));
            return null;
        }
    }
}
