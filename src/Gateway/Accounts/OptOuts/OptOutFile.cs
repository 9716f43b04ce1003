using Gateway.Platform;
using Gateway.Platform.Errors;
using Gateway.Platform.Numbers;

namespace Gateway.Accounts.OptOuts;

/// <summary>A CSV file of opt-outs that was read: the columns <c>number</c> and <c>comment</c>; <c>createdAt</c>, which an export has too, is passed over.</summary>
internal sealed record OptOutFile(IReadOnlyDictionary<string, string?> Numbers, IReadOnlyList<OptOutFault> Faults, int Rejected)
{
    private const int MaxFaults = 100;

    /// <summary>They are stored in one transaction, which would not end in time with more.</summary>
    private const int MaxNumbers = 100_000;

    /// <summary>Bytes of zero stand in UTF-16 and UTF-32 alone, and from their begin on.</summary>
    private const int Begin = 64;

    private static readonly Fault Wide = new(
        "",
        "invalid_encoding",
        "The file is UTF-16 or UTF-32. Save it as UTF-8 (in Excel: CSV UTF-8), and send it again.");

    private static readonly string[] Columns = ["number", "comment", "createdAt"];

    /// <summary>The file, or why nothing of it can be read.</summary>
    public static (OptOutFile? File, Fault? Fault) Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Span[..Math.Min(Begin, bytes.Length)].Contains((byte)0))
        {
            return (null, Wide);
        }

        List<string>? header = null;
        var numbers = new Dictionary<string, string?>(StringComparer.Ordinal);
        var faults = new List<OptOutFault>();
        var (line, rejected) = (0, 0);
        foreach (var range in bytes.Span.Split((byte)'\n'))
        {
            line++;
            var text = bytes[range].Span;
            text = line == 1 && text.StartsWith("\uFEFF"u8) ? text[3..] : text;
            text = text.TrimEnd((byte)'\r');
            if (header is null)
            {
                header = CsvLine.Split(text);
                if (HeaderFault(header) is { } fault)
                {
                    return (null, fault);
                }
            }
            else if (text.Length > 0 && Fault(line, header, CsvLine.Split(text), numbers) is { } fault)
            {
                rejected++;
                if (faults.Count < MaxFaults)
                {
                    faults.Add(fault);
                }
            }

            if (numbers.Count > MaxNumbers)
            {
                return (null, new Fault("", "too_many_numbers", $"At most {MaxNumbers} numbers in one file. Split it."));
            }
        }

        return (new OptOutFile(numbers, faults, rejected), null);
    }

    private static Fault? HeaderFault(List<string>? header) =>
        header is null ? new Fault("", "invalid_csv", "The header line is not CSV after RFC 4180 in UTF-8.")
        : !header.Contains("number") ? new Fault("/number", "required", "The header line has no column 'number'. Columns are separated by commas.")
        : header.Except(Columns).FirstOrDefault() is { } unknown ? new Fault("/" + unknown, "unknown_field", $"There are: {string.Join(", ", Columns)}.")
        : header.Distinct().Count() < header.Count ? new Fault("", "duplicate_field", "A column stands more than once.")
        : null;

    private static OptOutFault? Fault(int line, List<string> header, List<string>? values, Dictionary<string, string?> numbers)
    {
        if (values is null || values.Count != header.Count)
        {
            return new OptOutFault(line, "invalid_csv", $"Not {header.Count} values after RFC 4180 in UTF-8, as the header line has columns.");
        }

        var number = PhoneNumber.Person(values[header.IndexOf("number")]);
        if (number.Fault is { } fault)
        {
            return new OptOutFault(line, fault.Code, fault.Detail);
        }

        var comment = header.IndexOf("comment") is >= 0 and var at && values[at].Length > 0 ? values[at] : null;
        if (!OptOutComment.IsRight(comment))
        {
            return new OptOutFault(line, "too_long", OptOutComment.Form);
        }

        numbers[number.Digits] = comment;
        return null;
    }
}
