using System.Globalization;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Vendors;

namespace Gateway.Messages.Search;

/// <summary>What a search asks for, read strictly from the query: an unknown or unreadable parameter is a fault, never ignored.</summary>
internal sealed record MessageFilter
{
    private static readonly string[] Known = ["status", "channel", "vendor", "to", "from", "reference", "batchId", "createdFrom", "createdTo", "limit", "cursor"];

    private static readonly string[] Forms =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK",
    ];

    public MessageStatus? Status { get; private init; }

    public Channel? Channel { get; private init; }

    public string? Vendor { get; private init; }

    public string? To { get; private init; }

    public string? From { get; private init; }

    public string? Reference { get; private init; }

    public Guid? BatchId { get; private init; }

    public DateTimeOffset? CreatedFrom { get; private init; }

    public DateTimeOffset? CreatedTo { get; private init; }

    /// <summary>The problem when the query cannot be understood.</summary>
    public static ProblemResult? Read(IQueryCollection query, out MessageFilter filter, out Page page)
    {
        var faults = new List<Fault>();
        Page.Read(query["limit"], query["cursor"], faults, out page);
        filter = new MessageFilter
        {
            Status = Word<MessageStatus>("status"),
            Channel = Word<Channel>("channel"),
            Vendor = Text("vendor"),
            To = Number("to", PhoneNumber.TryParseRecipient, "Not a Korean phone number."),
            From = Number("from", PhoneNumber.TryParseSender, PhoneNumber.SenderForm),
            Reference = Text("reference"),
            BatchId = Text("batchId") is not { } id ? null : Guid.TryParse(id, out var batch) ? batch : Wrong<Guid>("batchId", "invalid_id", "An id as the answer to the request had it."),
            CreatedFrom = Time("createdFrom"),
            CreatedTo = Time("createdTo"),
        };
        foreach (var unknown in query.Keys.Except(Known, StringComparer.Ordinal))
        {
            faults.Add(new Fault("?" + unknown, "unknown_parameter", $"There are: {string.Join(", ", Known)}."));
        }

        return faults.Count > 0 ? ProblemResult.Malformed(faults) : null;

        string? Text(string name) => query[name] is { Count: > 0 } values && values[0] is { Length: > 0 } text && !text.Contains('\0') ? text : null;

        T? Word<T>(string name)
            where T : struct, Enum => Text(name) is not { } word ? null
                : ClosedSet.Of<T>().TryRead(word, out var value) ? value
                : Wrong<T>(name, "invalid_type", ClosedSet.Of<T>().Expected);

        DateTimeOffset? Time(string name) => Text(name) is not { } text ? null
            : DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.ToUniversalTime()
            : Wrong<DateTimeOffset>(name, "invalid_type", "A time with an offset, such as 2026-11-20T00:00:00+09:00. In a query, write + as %2B.");

        string? Number(string name, TryParse parse, string form)
        {
            if (Text(name) is not { } text)
            {
                return null;
            }

            if (!parse(text, out var digits))
            {
                faults.Add(new Fault("?" + name, "invalid_phone", form));
            }

            return digits;
        }

        T? Wrong<T>(string name, string code, string detail)
            where T : struct
        {
            faults.Add(new Fault("?" + name, code, detail));
            return null;
        }
    }

    private delegate bool TryParse(string? text, out string digits);
}
