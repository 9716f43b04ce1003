using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Acceptance.Batches;
using Gateway.Insight.Console.Calls;
using Gateway.Platform.Errors;
using Gateway.Vendors;
using Microsoft.AspNetCore.Components.Forms;

namespace Gateway.Insight.Console.Pages;

/// <summary>A campaign from a file: uploaded as any client does, with what the form says as its defaults.</summary>
public partial class NewCampaignPage
{
    /// <summary>What comes in over the page's own connection; greater files are for the API.</summary>
    private const long MostBytes = 256L << 20;

    private const double Kilobyte = 1024;

    private IReadOnlyList<Fault> _faults = [];
    private IBrowserFile? _file;
    private Channel _channel = Channel.Sms;
    private string? _fault;
    private string? _name;
    private string? _from;
    private string? _subject;
    private string? _text;
    private bool _isAd;
    private bool _upgrades = true;
    private bool _replaces;
    private bool _holds = true;
    private bool _isBusy;

    /// <summary>The same until the upload was answered, so that a second press stores nothing twice.</summary>
    private string _once = Guid.NewGuid().ToString();

    private static string Size(long bytes) => bytes < Kilobyte * Kilobyte
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / Kilobyte:0.#} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / Kilobyte / Kilobyte:0.#} MB");

    private void Choose(InputFileChangeEventArgs chosen)
    {
        _file = chosen.File;
        _name = string.IsNullOrWhiteSpace(_name) ? Path.GetFileNameWithoutExtension(_file.Name) : _name;
        _fault = null;
    }

    private string Defaults()
    {
        var defaults = new JsonObject { ["channel"] = Words.Word(_channel), ["priority"] = "bulk" };
        Put("from", _from);
        Put("subject", _channel == Channel.Lms ? _subject : null);
        Put("text", _text);
        Put("purpose", _isAd ? "advertisement" : null);
        Put("onTooLong", _upgrades && _channel == Channel.Sms ? "upgrade" : null);
        Put("onUnmappable", _replaces ? "replace" : null);
        return defaults.ToJsonString();

        void Put(string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                defaults[name] = value;
            }
        }
    }

    private async Task UploadAsync()
    {
        if (_isBusy || _file is null)
        {
            return;
        }

        (_isBusy, _fault, _faults) = (true, null, []);
        try
        {
            await UploadAsync(_file);
        }
        catch (IOException)
        {
            // The browser has taken the file away, or it is too great for this way.
            _fault = Of(
                $"파일을 읽을 수 없습니다. {Size(MostBytes)}보다 큰 파일은 API로 올리세요.",
                $"The file cannot be read. Files above {Size(MostBytes)} are for the API.");
        }
        finally
        {
            _isBusy = false;
        }
    }

    private async Task UploadAsync(IBrowserFile file)
    {
        using var content = new StreamContent(file.OpenReadStream(MostBytes, Gone));
        content.Headers.ContentType = new MediaTypeHeaderValue(TypeOf(file.Name));
        using var form = new MultipartFormDataContent
        {
            { new StringContent(Defaults(), Encoding.UTF8, "application/json"), "defaults" },
            { content, "file", file.Name },
        };
        var name = string.IsNullOrWhiteSpace(_name) ? "" : "&name=" + Uri.EscapeDataString(_name.Trim());
        var call = new ApiCall("POST", $"/v1/batches?hold={(_holds ? "true" : "false")}{name}")
        {
            Content = form,
            IdempotencyKey = _once,
        };
        var answer = await Api.SendAsync(call, BatchJson.Strict.BatchResponse, Gone);
        if (answer.Value is { } batch)
        {
            Navigation.NavigateTo($"campaigns/{batch.Id}");
            return;
        }

        (_fault, _faults) = (Refusal(answer.Problem), answer.Problem?.Errors ?? []);
        _once = answer.Problem is { Status: < StatusCodes.Status500InternalServerError } ? Guid.NewGuid().ToString() : _once;
    }

    private static string TypeOf(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".xlsx" => UploadFile.WorkbookType,
        ".ndjson" or ".jsonl" => UploadFile.NdjsonType,
        _ => UploadFile.CsvType,
    };
}
