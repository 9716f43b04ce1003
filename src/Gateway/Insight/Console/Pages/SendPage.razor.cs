using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Texts;
using Gateway.Accounts;
using Gateway.Platform.Errors;
using Gateway.Platform.Letters;
using Gateway.Vendors;
using Microsoft.AspNetCore.Components;

namespace Gateway.Insight.Console.Pages;

/// <summary>One message, counted by the server's own rules while it is written.</summary>
public partial class SendPage
{
    private static readonly Carries Usual = new();

    private readonly List<string> _senders = [];
    private IReadOnlyList<Fault> _faults = [];
    private SendMessageResponse? _sent;
    private Channel _channel = Channel.Sms;
    private string? _fault;
    private string? _from;
    private string? _to;
    private string? _subject;
    private string? _reference;
    private string _text = "";
    private DateTime? _at;
    private bool _isAd;
    private bool _isBusy;

    /// <summary>The same until it was accepted, so that nothing is sent twice however often somebody presses.</summary>
    private string _once = Guid.NewGuid().ToString();

    private int Limit => _channel == Channel.Sms ? Usual.SmsBytes : Usual.TextBytes;

    private int Bytes => KoreanText.Bytes(Composed.Of(_text));

    private IReadOnlyList<(Rune Letter, string? By)> Lacking =>
    [
        .. KoreanText.Unmappable(Composed.Of(_text), KoreanCharacters.Cp949).Select(static found => found.Letter).Distinct()
            .Select(static letter => (letter, Replacements.Of(letter))),
    ];

    protected override async Task OnInitializedAsync()
    {
        if (May(Scope.Admin) && May(Scope.SendMessages))
        {
            var senders = await Api.GetAsync("/v1/senders?limit=200", AccountJson.Strict.SenderList, Gone);
            _senders.AddRange(senders.Value?.Items.Select(static sender => sender.Number) ?? []);
        }
    }

    private void Mend() => _text = FittedText.Of(Composed.Of(_text), KoreanCharacters.Cp949).Text;

    private bool Concerns(Fault fault, string pointer) =>
        fault.Pointer == pointer || fault.Pointer.StartsWith(pointer + "/", StringComparison.Ordinal);

    private string IsWrong(string pointer) => _faults.Any(fault => Concerns(fault, pointer)) ? "true" : "false";

    private RenderFragment Faults(string pointer, string id) => builder =>
    {
        builder.OpenElement(0, "span");
        builder.AddAttribute(1, "class", "fault");
        builder.AddAttribute(2, "id", id);
        builder.AddContent(3, string.Join(" ", _faults.Where(fault => Concerns(fault, pointer)).Select(Told)));
        builder.CloseElement();
    };

    private string Told(Fault fault) => fault.Pointer.StartsWith("/to/", StringComparison.Ordinal)
        && int.TryParse(fault.Pointer.Split('/')[2], CultureInfo.InvariantCulture, out var index)
        && Recipients() is { Count: > 1 } recipients && index < recipients.Count
            ? $"{recipients[index]}: {fault.Detail}"
            : fault.Detail;

    private List<string> Recipients() =>
    [
        .. (_to ?? "").Split(['\n', ',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
    ];

    private string Body()
    {
        var body = new JsonObject
        {
            ["channel"] = Words.Word(_channel),
            ["to"] = new JsonArray([.. Recipients().Select(static phone => (JsonNode)phone)]),
            ["text"] = _text,
        };
        Put("from", _from);
        Put("subject", _channel == Channel.Sms ? null : _subject);
        Put("reference", _reference);
        Put("purpose", _isAd ? "advertisement" : null);
        Put("scheduledAt", _at is { } at
            ? new DateTimeOffset(at, Zone.GetUtcOffset(at)).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture)
            : null);
        return body.ToJsonString();

        void Put(string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                body[name] = value;
            }
        }
    }

    private async Task SendAsync()
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        var answer = await Api.PostAsync("/v1/messages", Body(), RequestJson.Response, Gone, _once);
        _isBusy = false;
        (_sent, _faults) = (answer.Value, answer.Problem?.Errors ?? []);
        _fault = _faults.Count == 0 ? Refusal(answer.Problem) : Of("표시된 곳을 고쳐 주세요.", "Please mend what is marked.");

        // What was refused was not stored: the next attempt is another request. After a 503 nobody knows, and the same
        // key finds out.
        _once = answer.Problem is { Status: >= StatusCodes.Status500InternalServerError } ? _once : Guid.NewGuid().ToString();
        if (_sent is not null)
        {
            (_to, _text, _subject, _reference, _at) = (null, "", null, null, null);
        }
    }
}
