using System.Text.Json.Nodes;

namespace Gateway.Insight.Console.Pages.Sending;

/// <summary>What calls and faxes have of their own.</summary>
internal sealed class WaysDraft
{
    public bool AcceptsReply { get; set; }

    public bool SmsOnFailure { get; set; }

    public bool HasCover { get; set; }

    public int? Retries { get; set; }

    public JsonObject? Voice() => Made(("acceptReply", AcceptsReply), ("smsOnFailure", SmsOnFailure));

    public JsonObject? Fax() => Made(("coverPage", HasCover));

    /// <summary>Null: as the vendor does it.</summary>
    private JsonObject? Made(params (string Name, bool IsOn)[] flags)
    {
        var ways = new JsonObject();
        foreach (var (name, _) in flags.Where(static flag => flag.IsOn))
        {
            ways[name] = true;
        }

        if (Retries is { } retries)
        {
            ways["retries"] = retries;
        }

        return ways.Count == 0 ? null : ways;
    }
}
