using System.Globalization;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance.Holds;

/// <summary>Batches that are held, and what becomes of them.</summary>
internal static class HeldBatch
{
    public static async Task<string> SendAsync(Api api, int messages = 3, string more = ", \"hold\": true", string defaults = "", string vendor = "kpg")
    {
        var list = string.Join(",", Enumerable.Range(0, messages).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""{ "to": "010{{10_000_000 + i}}", "text": "안녕" }""")));
        var answer = await api.PostAsync("/v1/batches", $$"""{ "defaults": { "channel": "sms", "vendor": "{{vendor}}", "from": "15777985" {{defaults}} }, "messages": [ {{list}} ] {{more}} }""");
        Assert.True(answer.Status == 202, answer.ToString());
        return (string)answer.Json["id"]!;
    }

    public static Task<Answer> ReleaseAsync(this Api api, string id) => api.PostAsync($"/v1/batches/{id}/release", "");

    public static Task<Answer> CancelAsync(this Api api, string id) => api.PostAsync($"/v1/batches/{id}/cancel", "");

    /// <summary><c>held: accepted 3</c>: the state, and how many messages are where.</summary>
    public static async Task<string> StandsAsync(this Api api, string id)
    {
        var batch = (await api.GetAsync($"/v1/batches/{id}")).Json;
        var counts = batch["counts"]!.AsObject().Where(count => (int)count.Value! > 0).Select(count => $"{count.Key} {count.Value}");
        return $"{batch["state"]}: {string.Join(", ", counts)}";
    }

    public static Task StandsAsync(this Api api, string id, string wanted) =>
        Eventually.GetAsync(() => api.StandsAsync(id), seen => seen == wanted, $"{id} is {wanted}", 60);

    /// <summary>Waits until a message that came later has ended: what was due before it has left by then.</summary>
    public static async Task PassAsync(Api api) => await api.ReachesAsync(await api.SendSmsAsync("kpg"), "delivered");
}
