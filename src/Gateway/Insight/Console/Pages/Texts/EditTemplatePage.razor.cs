using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Acceptance.Templates;
using Gateway.Accounts;
using Gateway.Messages.Contents;
using Microsoft.AspNetCore.Components;

namespace Gateway.Insight.Console.Pages.Texts;

/// <summary>A template that is made or changed. What the form has no field for stays as it was.</summary>
public partial class EditTemplatePage
{
    private const int MostButtons = 5;

    private readonly List<Button> _buttons = [];
    private JsonObject _before = [];
    private string? _missing;
    private string? _name;
    private string? _channel = "sms";
    private string? _text;
    private string? _subject;
    private string? _senderKey;
    private string? _templateCode;
    private string? _fallback = "";
    private string? _fallbackText;
    private string? _fallbackSubject;

    /// <summary>The template that is changed; null: a new one.</summary>
    [Parameter]
    public Guid? Id { get; set; }

    private string Title => Id is null ? Of("새 템플릿", "New template") : Of("템플릿 수정", "Edit template");

    private string Back => Id is { } id ? $"templates/{id}" : "templates";

    private bool IsKakao => _channel is "alimtalk" or "friendtalk";

    private bool HasSubject => _channel is "lms" or "mms" or "fax";

    protected override async Task OnInitializedAsync()
    {
        if (Id is null || !May(Scope.Admin))
        {
            return;
        }

        var found = await Api.GetAsync($"/v1/templates/{Id}", TemplateJson.Strict.TemplateView, Gone);
        _missing = Refusal(found.Problem);
        if (found.Value is { } view)
        {
            var json = JsonSerializer.SerializeToNode(view, TemplateJson.Strict.TemplateView)!; // It is an object.
            Take(json.AsObject());
        }
    }

    private void Take(JsonObject template)
    {
        _before = template;
        _name = (string?)template["name"];
        _channel = (string?)template["channel"];
        _text = (string?)template["text"];
        _subject = (string?)template["subject"];
        _senderKey = (string?)template["kakao"]?["senderKey"];
        _templateCode = (string?)template["kakao"]?["templateCode"];
        _fallback = (string?)template["fallback"]?["channel"] ?? "";
        _fallbackText = (string?)template["fallback"]?["text"];
        _fallbackSubject = (string?)template["fallback"]?["subject"];
        var buttons = template["kakao"]?["buttons"] as JsonArray ?? [];
        _buttons.AddRange(buttons.Select(static one => Button.Of(one!))); // None is null.
    }

    private async Task SaveAsync()
    {
        var body = new JsonObject
        {
            ["name"] = Said(_name),
            ["channel"] = _channel,
            ["text"] = string.IsNullOrEmpty(_text) ? null : _text,
            ["subject"] = HasSubject ? Said(_subject) : null,
            ["kakao"] = Kakao(),
            ["fallback"] = Fallback(),
        };
        var call = Id is null ? Call("POST", "/v1/templates", body) : Call("PATCH", $"/v1/templates/{Id}", body);
        if (await MakeAsync(call, TemplateJson.Strict.TemplateView) is { } saved)
        {
            Notes.Tell(Of("저장했습니다.", "Saved."));
            Navigation.NavigateTo($"templates/{saved.Id}");
        }
    }

    private JsonObject? Kakao()
    {
        if (!IsKakao)
        {
            return null;
        }

        var kakao = _before["kakao"]?.DeepClone().AsObject() ?? [];
        kakao["senderKey"] = Said(_senderKey);
        kakao["templateCode"] = _channel == "alimtalk" ? Said(_templateCode) : null;
        kakao["buttons"] = _buttons.Count == 0 ? null : new JsonArray([.. _buttons.Select(static one => one.ToJson())]);
        return kakao;
    }

    private JsonObject? Fallback()
    {
        if (string.IsNullOrEmpty(_fallback))
        {
            return null;
        }

        var fallback = _before["fallback"]?.DeepClone().AsObject() ?? [];
        fallback["channel"] = _fallback;
        fallback["text"] = string.IsNullOrEmpty(_fallbackText) ? null : _fallbackText;
        fallback["subject"] = _fallback == "lms" ? Said(_fallbackSubject) : null;
        if (!IsKakao && fallback["by"] is null)
        {
            fallback["by"] = "gateway"; // No other sends one after a text, a call or a fax.
        }

        return fallback;
    }

    /// <summary>A button while it is written: all its fields as text, by their names.</summary>
    private sealed class Button
    {
        private readonly Dictionary<string, string?> _fields = new(StringComparer.Ordinal);

        public string Type { get; set; } = "WL";

        public string? this[string field]
        {
            get => _fields.GetValueOrDefault(field);
            set => _fields[field] = value;
        }

        public static Button Of(JsonNode json)
        {
            var button = new Button();
            foreach (var (name, value) in json.AsObject())
            {
                button[name] = (string?)value;
            }

            button.Type = button["type"] ?? "WL";
            return button;
        }

        /// <summary>Fields that its type does not have are left out.</summary>
        public JsonObject ToJson()
        {
            var json = new JsonObject { ["type"] = Type, ["name"] = Said(this["name"]) };
            foreach (var field in KakaoButtonTypes.Fields)
            {
                if (KakaoButtonTypes.Has(Type, field) && Said(this[field.Name]) is { } value)
                {
                    json[field.Name] = value;
                }
            }

            return json;
        }
    }
}
