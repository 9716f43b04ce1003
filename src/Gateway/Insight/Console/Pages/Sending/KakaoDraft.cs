using System.Text.Json.Nodes;
using Gateway.Messages.Contents;
using Gateway.Vendors;

namespace Gateway.Insight.Console.Pages.Sending;

/// <summary>What an AlimTalk or FriendTalk has besides its text.</summary>
internal sealed class KakaoDraft
{
    public const int MostButtons = 5;

    public string? SenderKey { get; set; }

    public string? TemplateCode { get; set; }

    public string? ImageUrl { get; set; }

    public string? ImageLink { get; set; }

    public List<ButtonDraft> Buttons { get; } = [];

    public JsonObject Json(Channel channel)
    {
        var kakao = new JsonObject();
        Draft.Put(kakao, "senderKey", SenderKey);
        Draft.Put(kakao, "templateCode", channel == Channel.AlimTalk ? TemplateCode : null);
        if (Buttons.Count > 0)
        {
            kakao["buttons"] = new JsonArray([.. Buttons.Select(static button => (JsonNode)button.Json())]);
        }

        if (channel == Channel.FriendTalk && !string.IsNullOrWhiteSpace(ImageUrl))
        {
            var image = new JsonObject { ["url"] = ImageUrl };
            Draft.Put(image, "link", ImageLink);
            kakao["image"] = image;
        }

        return kakao;
    }
}

/// <summary>A button below it.</summary>
internal sealed class ButtonDraft
{
    public string Type { get; set; } = "WL";

    public string? Name { get; set; }

    /// <summary>The fields that its type has, by their names.</summary>
    public Dictionary<string, string> Values { get; } = [];

    public JsonObject Json()
    {
        var button = new JsonObject { ["type"] = Type };
        Draft.Put(button, "name", Name);
        foreach (var field in KakaoButtonTypes.Fields.Where(field => KakaoButtonTypes.Has(Type, field)))
        {
            Draft.Put(button, field.Name, Values.GetValueOrDefault(field.Name));
        }

        return button;
    }
}
