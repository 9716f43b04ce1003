using System.Text;
using Gateway.Acceptance.Batches.Holds;
using Gateway.Acceptance.Batches.Tables;
using Gateway.Acceptance.Compose;
using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Rules;
using Gateway.Accounts;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Batches;

/// <summary>Makes messages of a line of an upload.</summary>
internal sealed class PrepareLine(PrepareMessages prepare)
{
    private static readonly string LineTooLong = $"A line may have {ReadLines.MaxBytes} bytes.";

    private static readonly string RecordTooLong =
        $"A line may have {BoundedText.MaxCharacters} letters. Does a quote open a value and none close it?";

    private const string RemedyOfCell = " Correct the name, empty the cell, or send the rejected lines again with ?ignoreUnused=true.";
    private const string RemedyOfLine = " Correct the name, leave the variable out, or send the rejected lines again with ?ignoreUnused=true.";

    /// <summary>A line with its messages; null when it has faults, or says nothing.</summary>
    public async ValueTask<GoodLine?> PrepareAsync(
        UploadLine line,
        IReadOnlyList<string> values,
        TableColumns? columns,
        Guid batchId,
        UploadQuery query,
        List<Fault> faults,
        HttpContext context)
    {
        if (Parse(line, columns, faults, out var isRepaired) is not { } parsed)
        {
            return null;
        }

        var (caller, gone) = (context.User.Key(), context.RequestAborted);
        var defaults = parsed.Template is null ? query.Defaults : query.OwnDefaults;
        var request = await prepare.Templates.FillAsync(parsed, caller, faults, "/template", gone);
        if (!query.IgnoreUnused && !request.LacksTemplate)
        {
            var remedy = columns is null ? RemedyOfLine : RemedyOfCell;
            faults.AddRange(UnusedVariables.Of(request, defaults, columns?.NeedNoPlaceholder, remedy));
        }

        var given = RequestDefaults.Fill(request, defaults);
        if (columns is { HoldsJson: false })
        {
            faults.AddRange(CellErrors.Of(given));
        }

        var prepared = await prepare.PrepareAsync(given, caller, batchId, faults, new WorkBudget(WorkBudget.OfLine, gone), gone);
        if (!query.IsDry)
        {
            var longer = BatchTiming.Longer(query.Hold, query.Pace is not null);
            await prepare.KeepFilesAsync(prepared, caller.AccountId, gone, longer);
        }

        return faults.Count == 0 && prepared.Messages.Count > 0
            ? new GoodLine(line.Line, values, request.To!, prepared.Messages, isRepaired) // It has recipients, else no messages.
            : null;
    }

    /// <summary>What a line says, to be kept when it is rejected. A table's lines have values.</summary>
    public static IReadOnlyList<string> ValuesOf(UploadLine line, TableColumns? columns) =>
        columns is null ? [Encoding.UTF8.GetString(line.Bytes.Span)] : columns.OwnOf(line.Values!);

    /// <summary>Null when the line has faults, or says nothing.</summary>
    private static SendMessageRequest? Parse(
        UploadLine line, TableColumns? columns, List<Fault> faults, out bool isRepaired)
    {
        isRepaired = false;
        if (line.TooLong)
        {
            faults.Add(new Fault("", "line_too_long", columns is null ? LineTooLong : RecordTooLong));
        }
        else if (columns is null)
        {
            return LineJson.Parse(line.Bytes, faults);
        }
        else if (line.Fault is not null || !columns.SaysNothing(line.Values!)) // A table's lines have values.
        {
            if ((line.Fault ?? columns.Misfit(line.Values!)) is not { } fault)
            {
                return columns.ToRequest(line.Values!, line.Bytes.Length, faults, out isRepaired);
            }

            faults.Add(fault);
        }

        return null;
    }
}
