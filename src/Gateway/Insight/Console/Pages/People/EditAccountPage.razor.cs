using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Accounts;
using Microsoft.AspNetCore.Components;

namespace Gateway.Insight.Console.Pages.People;

/// <summary>An account that is made, or changed whole: what is left empty is no longer limited.</summary>
public partial class EditAccountPage
{
    /// <summary>Fields that are texts, by the names of the API.</summary>
    private static readonly string[] OwnTexts = ["defaultSender", "subId", "originCode"];

    private readonly Dictionary<string, string?> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _prices = new(StringComparer.Ordinal);
    private readonly HashSet<string> _channels = new(StringComparer.Ordinal);
    private readonly HashSet<string> _rules = new(StringComparer.Ordinal) { "advertisementMarks" };
    private string? _missing;
    private string? _name;
    private string? _status = "active";
    private string? _vendors;

    /// <summary>The account that is changed; null: a new one.</summary>
    [Parameter]
    public Guid? Id { get; set; }

    private string Title => Id is null ? Of("새 계정", "New account") : Of("계정 수정", "Edit account");

    private IReadOnlyList<(string Field, string Label)> Limits =>
    [
        ("dailyQuota", Of("하루 메시지", "Messages per day")),
        ("monthlyQuota", Of("한 달 메시지", "Messages per month")),
        ("requestsPerSecond", Of("초당 요청 (키마다)", "Requests per second and key")),
        ("recipientHourlyCap", Of("한 번호에 시간당 메시지", "Messages to one number per hour")),
        ("duplicateWindowSeconds", Of("같은 내용 재발송 차단 (초)", "Duplicate window (seconds)")),
    ];

    private IReadOnlyList<(string Field, string Label)> Rules =>
    [
        ("registeredSendersOnly", Of("등록되고 승인된 발신번호로만 보냅니다.", "Send from registered and approved numbers only.")),
        (
            "advertisementMarks",
            Of("광고에 (광고) 표기와 무료수신거부 번호가 없으면 거절합니다.", "Refuse advertisements without the marks that the law requires.")
        ),
        ("enforceTemplates", Of("등록된 알림톡 템플릿만 보냅니다.", "Send only AlimTalk messages that are registered as templates.")),
        (
            "twoPersonRelease",
            Of("보류된 대량 발송은 업로드한 키가 아닌 다른 키로만 보낼 수 있습니다.", "Release held campaigns only with a different key.")
        ),
    ];

    protected override async Task OnInitializedAsync()
    {
        if (Id is null || !IsOperator)
        {
            return;
        }

        var found = await Api.GetAsync($"/v1/accounts/{Id}", AccountJson.Strict.AccountView, Gone);
        _missing = Refusal(found.Problem);
        if (found.Value is { } view)
        {
            Take(JsonSerializer.SerializeToNode(view, AccountJson.Strict.AccountView)!.AsObject()); // It is an object.
        }
    }

    private void Take(JsonObject account)
    {
        (_name, _status) = ((string?)account["name"], (string?)account["status"]);
        _channels.UnionWith(Texts("channels"));
        _vendors = string.Join(", ", Texts("vendors"));
        foreach (var field in OwnTexts.Concat(Limits.Select(static limit => limit.Field)))
        {
            _texts[field] = account[field]?.ToString();
        }

        _rules.Clear();
        _rules.UnionWith(Rules.Select(static rule => rule.Field).Where(rule => (bool?)account[rule] == true));
        foreach (var (channel, price) in account["prices"] as JsonObject ?? [])
        {
            _prices[channel] = price?.ToString();
        }

        IEnumerable<string> Texts(string name) =>
            (account[name] as JsonArray ?? []).Select(static one => (string)one!); // None is null.
    }

    private async Task SaveAsync()
    {
        var body = new JsonObject { ["name"] = Said(_name), ["status"] = _status };
        body["channels"] = _channels.Count == 0 ? null : List(_channels.Order(StringComparer.Ordinal));
        const StringSplitOptions Trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        var vendors = (_vendors ?? "").Split(',', Trimmed);
        body["vendors"] = vendors.Length == 0 ? null : List(vendors);
        foreach (var field in OwnTexts)
        {
            body[field] = Said(_texts.GetValueOrDefault(field));
        }

        foreach (var (field, _) in Limits)
        {
            body[field] = Numeric(_texts.GetValueOrDefault(field));
        }

        foreach (var (field, _) in Rules)
        {
            body[field] = _rules.Contains(field);
        }

        var prices = _prices.Where(static price => Said(price.Value) is not null)
            .Select(static price => KeyValuePair.Create(price.Key, Numeric(price.Value))).ToList();
        body["prices"] = prices.Count == 0 ? null : new JsonObject(prices);
        var call = Id is null ? Call("POST", "/v1/accounts", body) : Call("PUT", $"/v1/accounts/{Id}", body);
        if (await MakeAsync(call, AccountJson.Strict.AccountView) is { } saved)
        {
            Notes.Tell(Of("저장했습니다.", "Saved."));
            Navigation.NavigateTo($"accounts/{saved.Id}");
        }
    }

    private static void Choose(HashSet<string> chosen, string one, bool on) =>
        _ = on ? chosen.Add(one) : chosen.Remove(one);

    private static JsonArray List(IEnumerable<string> words) => [.. words.Select(static word => (JsonNode)word)];

    /// <summary>What is no number goes as it is written, and the API says what is wrong with it.</summary>
    private static JsonNode? Numeric(string? text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : Said(text);
}
