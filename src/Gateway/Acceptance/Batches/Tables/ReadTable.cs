using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper.Configuration;
using CsvHelper;
using Gateway.Platform.Errors;
using Gateway.Platform.Letters;

namespace Gateway.Acceptance.Batches.Tables;

/// <summary>
/// Reads the records of a CSV file one by one, with buffers of fixed size. The first that says anything is the
/// header. CsvHelper splits them: it tells of wrong quotes value by value and goes on behind them, and takes a quote
/// within a value as it stands.
/// </summary>
internal sealed class ReadTable(TableText text, IReadOnlyCollection<string> mapped)
{
    /// <summary>Lines that say nothing before the header.</summary>
    public const int MostBlank = 1000;

    /// <summary>Values of a record that are looked at: those without a name may be empty.</summary>
    private const int MostValues = TableColumns.MaxColumns + 56;

    private const string WrongQuote =
        "A quote does not end its value: within quotes, a quote is written twice (RFC 4180).";

    private readonly RecordBytes _bytes = new();
    private bool _isBad;

    /// <summary>What is wrong with the file as a whole; told before its first record.</summary>
    public Fault? Fault { get; private set; }

    public async IAsyncEnumerable<UploadLine> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await text.OpenAsync(cancellationToken);
        if (text.Refusal is { } refusal)
        {
            Fault = new Fault("", "invalid_encoding", refusal);
            yield break;
        }

        var head = await HeadAsync(cancellationToken);
        var dialect = TableDialect.Of(head.Span, mapped);
        using var bounded = new BoundedText(head, text, dialect.Separator, cancellationToken);
        using var parser = new CsvParser(bounded, Settings(dialect.Separator));
        var (line, blank, isHeader, isSep) = (1, 0, true, dialect.HasSepLine);
        for (; await parser.ReadAsync(); line = parser.RawRow + 1)
        {
            var record = Record(parser, line, bounded.IsCut(parser.Row), isHeader);
            if (!isHeader)
            {
                yield return record;
                continue;
            }

            if (record.Bytes.Length == 0 || isSep)
            {
                isSep &= record.Bytes.Length == 0;
                if (++blank > MostBlank)
                {
                    yield break;
                }

                continue;
            }

            isHeader = false;
            yield return record;
        }
    }

    /// <summary>The begin of the text, up to a line end behind letters, so that the separator can be found.</summary>
    private async Task<ReadOnlyMemory<char>> HeadAsync(CancellationToken cancellationToken)
    {
        var head = new char[BoundedText.MaxCharacters];
        var count = 0;
        while (count < head.Length && await text.ReadAsync(head.AsMemory(count), cancellationToken) is > 0 and var read)
        {
            count += read;
            if (HasHeader(head.AsSpan(0, count)))
            {
                break;
            }
        }

        return head.AsMemory(0, count);
    }

    /// <summary>Two lines that say something: the first may be <c>sep=</c>.</summary>
    private static bool HasHeader(ReadOnlySpan<char> head)
    {
        var lines = 0;
        foreach (var range in head.SplitAny('\r', '\n'))
        {
            lines += head[range].Trim(" \t,;|").Length > 0 ? 1 : 0;
            if (lines > 2)
            {
                return true;
            }
        }

        return false;
    }

    private CsvConfiguration Settings(char separator) => new(CultureInfo.InvariantCulture)
    {
        Delimiter = separator.ToString(),
        DetectDelimiter = false,
        Mode = CsvMode.RFC4180,
        IgnoreBlankLines = false,
        CacheFields = false,
        CountBytes = false,
        BadDataFound = value => _isBad |= value.Field.StartsWith('"'),
    };

    private UploadLine Record(CsvParser parser, int line, bool isCut, bool isHeader)
    {
        _isBad = false;
        var values = new string[Math.Min(parser.Count, MostValues)];
        var empty = true;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Composed.Of(parser[i]);
            empty &= string.IsNullOrWhiteSpace(values[i]);
        }

        var more = MostValues;
        while (more < parser.Count && parser[more].Length == 0)
        {
            more++;
        }

        var isTooMany = more < parser.Count;
        if (empty && !isTooMany && !_isBad)
        {
            return new UploadLine(line, default, isCut) { Values = values };
        }

        var fault = isTooMany ? TooMany(isHeader) : RecordFault(values);
        return new UploadLine(line, _bytes.Of(values), isCut)
        {
            Values = values,
            Fault = isHeader && fault is not null ? fault with { Detail = $"The header line: {fault.Detail}" } : fault,
        };
    }

    private static Fault TooMany(bool isHeader) => new(
        "",
        isHeader ? "too_many_columns" : "invalid_csv",
        $"More than {TableColumns.MaxColumns} columns with a value.");

    private Fault? RecordFault(string[] values) =>
        Unreadable(values)
        ?? (_isBad ? new Fault("", "invalid_csv", WrongQuote) : null);

    private Fault? Unreadable(string[] values)
    {
        foreach (var value in values)
        {
            if (value.Contains(Charsets.Lost) || (text.IsGuessedCp949 && Charsets.IsUtf8ReadAsCp949(value)))
            {
                return new Fault(
                    "",
                    "invalid_encoding",
                    $"The line has bytes that are no {text.Name}. Save the file in one encoding, and say which one: "
                        + "Content-Type: text/csv; charset=utf-8, or cp949.");
            }
        }

        return null;
    }
}
