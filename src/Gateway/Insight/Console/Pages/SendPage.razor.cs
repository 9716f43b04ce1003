using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Acceptance.DryRuns;
using Gateway.Acceptance.Requests;
using Gateway.Insight.Console.Pages.Sending;
using Gateway.Messages;
using Gateway.Platform.Errors;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Gateway.Insight.Console.Pages;

/// <summary>One message, counted by the server's own rules while it is written, and tried before.</summary>
public partial class SendPage
{
    private readonly Dictionary<string, string> _values = [];
    private Draft _draft = new();
    private TemplateShown? _template;
    private SendMessageResponse? _sent;
    private Trial? _trial;
    private string? _fault;
    private string? _to;
    private bool _isBusy;

    /// <summary>What was tried: the answer is not shown beside something else.</summary>
    private string? _tried;

    /// <summary>The same until it was accepted, so that nothing is sent twice however often somebody presses.</summary>
    private string _once = Guid.NewGuid().ToString();

    /// <summary>A message to be written once more.</summary>
    [SupplyParameterFromQuery(Name = "again")]
    public Guid? Again { get; set; }

    private DateTimeOffset? HeldUntil => _draft.IsAd
        ? Quiet.HeldUntil(
            _draft.At is { } at ? new DateTimeOffset(at, Local.GetUtcOffset(at)) : Clock.GetUtcNow(),
            MessagePurpose.Advertisement,
            _template?.Channel ?? _draft.Channel)
        : null;

    protected override async Task OnInitializedAsync()
    {
        if (Again is { } id && May(Accounts.Scope.ReadMessages) && Visit.Key.ReadsPii
            && (await Api.GetAsync($"/v1/messages/{id}", MessageJson.View, Gone)).Value is { } message)
        {
            (_to, _draft.Channel, _draft.From) = (message.To.Phone, message.Channel, message.From);
            (_draft.Subject, _draft.Text, _draft.Reference) = (message.Subject, message.Text ?? "", message.Reference);
            _draft.IsAd = message.Purpose == MessagePurpose.Advertisement;
        }
    }

    private void Follow()
    {
        // What was written is shown beside it.
    }

    private void ChooseTemplate(TemplateShown? template) => _template = template;

    private IReadOnlyList<string> Variables() => _draft.UsesTemplate ? _template?.Variables ?? [] : _draft.Variables;

    private List<string> Recipients() =>
    [
        .. (_to ?? "").Split(['\n', ',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
    ];

    /// <summary>Each with the number that it is about, where there are several.</summary>
    private string ToFaults()
    {
        var recipients = Recipients();
        return string.Join(" ", _draft.Faults
            .Where(static fault => fault.Pointer.Split('/') is [_, "to", ..]).Select(Told));

        string Told(Fault fault) => recipients.Count > 1 && fault.Pointer.Split('/') is [_, _, var place, ..]
            && int.TryParse(place, CultureInfo.InvariantCulture, out var index) && index < recipients.Count
                ? $"{recipients[index]}: {fault.Detail}"
                : fault.Detail;
    }

    private string Body()
    {
        var body = _draft.Json(Local);
        var names = Variables();
        body["to"] = new JsonArray([.. Recipients().Select(phone => names.Count == 0 ? (JsonNode)phone : To(phone))]);
        return body.ToJsonString();

        JsonObject To(string phone) => new()
        {
            ["phone"] = phone,
            ["variables"] = new JsonObject(names.Where(_values.ContainsKey)
                .Select(name => KeyValuePair.Create(name, (JsonNode?)_values[name]))),
        };
    }

    private async Task TryAsync()
    {
        (_isBusy, _tried) = (true, Body());
        var answer = await Api.PostAsync(
            "/v1/messages?dryRun=true", _tried, DryRunJson.Strict.DryRunResponse, Gone);
        _isBusy = false;
        _sent = null;
        _trial = answer.Value is { } result ? new Trial(result) : null;
        _draft.Faults = answer.Problem?.Errors
            ?? [.. (answer.Value?.Errors ?? []).Select(static one => new Fault(one.Pointer, one.Code, one.Detail))];
        _fault = answer.Problem is null ? null : Marked(Refusal(answer.Problem));
    }

    private async Task SendAsync()
    {
        if (_isBusy || !await AgreesAsync(Recipients().Count))
        {
            return;
        }

        _isBusy = true;
        var answer = await Api.PostAsync("/v1/messages", Body(), RequestJson.Response, Gone, _once);
        _isBusy = false;
        (_sent, _trial, _draft.Faults) = (answer.Value, null, answer.Problem?.Errors ?? []);
        _fault = Marked(Refusal(answer.Problem));

        // What was refused was not stored: the next attempt is another request. After a 503 nobody knows, and the same
        // key finds out.
        _once = answer.Problem is { Status: >= StatusCodes.Status500InternalServerError } ? _once : Guid.NewGuid().ToString();
        if (_sent is not null)
        {
            // The next one goes the same way, from the same number.
            (_to, _draft) = (null, new Draft { Channel = _draft.Channel, From = _draft.From, Vendor = _draft.Vendor });
            _template = null;
            _values.Clear();
        }
    }

    private string? Marked(string? refusal) =>
        _draft.Faults.Count == 0 ? refusal : Of("표시된 항목을 수정해 주세요.", "Please fix the marked fields.");

    /// <summary>One message is one message; many are asked for once.</summary>
    private async Task<bool> AgreesAsync(int count) => count <= 1 || await Dialogs.ShowMessageBoxAsync(
        Of("보내기", "Send"),
        _draft.At is null
            ? Of(
                $"{Number(count)}건을 지금 보냅니다. 되돌릴 수 없습니다.",
                $"This sends {Messages(count)} now. This cannot be undone.")
            : Of($"{Number(count)}건을 예약합니다.", $"This schedules {Messages(count)}."),
        yesText: Of($"{Number(count)}건 보내기", $"Send {Messages(count)}"),
        cancelText: Of("취소", "Cancel")) is true;
}
