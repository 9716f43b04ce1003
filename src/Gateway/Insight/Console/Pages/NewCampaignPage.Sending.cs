using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Gateway.Acceptance.Batches;
using Gateway.Acceptance.DryRuns;
using Gateway.Accounts;
using Gateway.Insight.Console.Calls;
using Gateway.Insight.Console.Pages.Sending;
using Gateway.Platform.Errors;
using Microsoft.JSInterop;
using MudBlazor;

namespace Gateway.Insight.Console.Pages;

/// <summary>Tried first, then sent: the same request twice, and the first one stores nothing.</summary>
public partial class NewCampaignPage
{
    private Trial? _trial;
    private BatchResponse? _sent;

    /// <summary>What was tried: another text, file or time is another campaign.</summary>
    private string? _tried;

    /// <summary>The same while the campaign is, so that a second press stores nothing twice.</summary>
    private string _once = Guid.NewGuid().ToString();

    private bool IsTried => _tried == State();

    private bool MaySend => IsTried && _trial is { MaySend: true };

    private string State() => $"{Defaults()}\n{Query()}\n{_file?.Name} {_file?.Size} {_file?.LastModified}";

    private string Defaults()
    {
        var defaults = _draft.Json(Local);
        defaults["priority"] = "bulk";
        return defaults.ToJsonString();
    }

    /// <summary>Columns that the text does not use are shown beside the file, and are no fault.</summary>
    private string Query()
    {
        var query = new StringBuilder("ignoreUnused=true");
        Put("hold", IsHeld ? "true" : null);
        Put("name", _name?.Trim());
        Put("columns", string.Join(',', _mapped.Select(static one => $"{one.Key}:{one.Value}")));
        Put("pace", _paceMessages is { } messages && _paceSeconds is { } seconds
            ? string.Create(CultureInfo.InvariantCulture, $"{messages}/{seconds}")
            : null);
        return query.ToString();

        void Put(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                query.Append(CultureInfo.InvariantCulture, $"&{name}={Uri.EscapeDataString(value)}");
            }
        }
    }

    private async Task TryAsync()
    {
        if (_isBusy || _file is null)
        {
            return;
        }

        var state = State();
        _once = _tried == state ? _once : Guid.NewGuid().ToString();
        (_trial, _tried) = (null, state);
        if (await UploadAsync("&dryRun=true", null, DryRunJson.Strict.DryRunResponse) is { } result)
        {
            _trial = new Trial(result, await FaultyAsync(result));
        }
    }

    private async Task SendAsync()
    {
        if (_isBusy || !MaySend)
        {
            return;
        }

        var accepted = _trial!.Result.Accepted; // It may be sent.
        var count = Number(accepted);
        if (!IsHeld && await Dialogs.ShowMessageBoxAsync(
            Of("보내기", "Send"),
            _draft.At is null
                ? Of($"{count}건을 지금 보냅니다. 되돌릴 수 없습니다.", $"This sends {Messages(accepted)} now. This cannot be undone.")
                : Of($"{count}건을 예약합니다.", $"This schedules {Messages(accepted)}."),
            yesText: Of($"{count}건 보내기", $"Send {Messages(accepted)}"),
            cancelText: Of("취소", "Cancel")) is not true)
        {
            return;
        }

        if (await UploadAsync("", _once, BatchJson.Strict.BatchResponse) is { } batch)
        {
            if (May(Scope.ReadMessages))
            {
                Navigation.NavigateTo($"campaigns/{batch.Id}");
                return;
            }

            // There is no page that this key may open: it is told here what was taken.
            (_sent, _trial, _file, _peek, _name) = (batch, null, null, null, null);
            _once = Guid.NewGuid().ToString();
            Recognise();
        }
    }

    private async Task<T?> UploadAsync<T>(string more, string? once, JsonTypeInfo<T> type)
        where T : class
    {
        (_isBusy, _fault, _draft.Faults) = (true, null, []);
        try
        {
            using var content = new StreamContent(_file!.OpenReadStream(MostBytes, Gone)); // Looked at by the caller.
            content.Headers.ContentType = new MediaTypeHeaderValue(TypeOf(_file.Name));
            using var form = new MultipartFormDataContent
            {
                { new StringContent(Defaults(), Encoding.UTF8, "application/json"), "defaults" },
                { content, "file", _file.Name },
            };
            var call = new ApiCall("POST", $"/v1/batches?{Query()}{more}") { Content = form, IdempotencyKey = once };
            var answer = await Api.SendAsync(call, type, Gone);
            (_fault, _draft.Faults) = (Refusal(answer.Problem), answer.Problem?.Errors ?? []);
            return answer.Value;
        }
        catch (Exception fault) when (fault is IOException or JSException)
        {
            _fault = Unreadable;
            return null;
        }
        finally
        {
            _isBusy = false;
        }
    }

    /// <summary>The faulty lines with what stands in them, as a file: mended, it is uploaded by itself.</summary>
    private async Task<string?> FaultyAsync(DryRunResponse result)
    {
        var faults = result.Errors.GroupBy(static error => error.Line ?? 0).Where(static line => line.Key > 0)
            .ToDictionary(
                static line => line.Key,
                static IReadOnlyList<Fault> (line) =>
                    [.. line.Select(static one => new Fault(one.Pointer, one.Code, one.Detail))]);
        if (faults.Count == 0 || _peek is not { Header.Count: > 0 })
        {
            return null;
        }

        try
        {
            await using var content = _file!.OpenReadStream(MostBytes, Gone); // Just sent.
            var file = await Table.FaultyAsync(content, _file.Name, [.. _mapped.Values], faults, Gone);
            return "data:text/csv;charset=utf-8," + Uri.EscapeDataString(file);
        }
        catch (Exception fault) when (fault is IOException or JSException)
        {
            return null;
        }
    }

    private static string TypeOf(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".xlsx" => UploadFile.WorkbookType,
        ".ndjson" or ".jsonl" => UploadFile.NdjsonType,
        _ => UploadFile.CsvType,
    };
}
