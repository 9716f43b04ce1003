using System.Text.Json.Nodes;
using Gateway.Platform.Bodies;
using Gateway.Vendors;

namespace Gateway.Insight.Console.Pages.Sending;

/// <summary>What is sent when a message cannot be delivered.</summary>
internal sealed class FallbackDraft
{
    public bool IsOn { get; set; }

    public Channel Channel { get; set; } = Channel.Lms;

    public string? Subject { get; set; }

    /// <summary>Empty: the message's own.</summary>
    public string? Text { get; set; }

    /// <param name="isKakao">The vendors of Kakao messages send it themselves; the gateway does for all others.</param>
    public JsonObject? Json(bool isKakao)
    {
        if (!IsOn)
        {
            return null;
        }

        var fallback = new JsonObject { ["channel"] = Channel.Word(), ["by"] = isKakao ? "vendor" : "gateway" };
        Draft.Put(fallback, "text", Text);
        Draft.Put(fallback, "subject", Channel == Channel.Sms ? null : Subject);
        return fallback;
    }
}
