using System.Text;
using Gateway.Tests.Acceptance.Resends;
using Gateway.Tests.Files;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance.Holds;

/// <summary>The pictures of a batch that waits are there when it leaves, however late that is.</summary>
public sealed class KeepingFilesForLater(NoonWorld world) : IClassFixture<NoonWorld>
{
    private readonly Api _api = world.Ready();

    [Theory]
    [InlineData("", 0)]
    [InlineData(", \"hold\": true", 30)]
    [InlineData(", \"pace\": { \"messages\": 1, \"everySeconds\": 60 }", 30)]
    [InlineData(", \"hold\": true, \"pace\": { \"messages\": 1, \"everySeconds\": 60 }", 60)]
    public async Task Keeps_them_for_as_long_as_the_batch_may_wait(string more, int days)
    {
        var (file, alone) = (await UploadAsync(), await UploadAsync());
        await _api.PostAsync("/v1/messages", Message(alone));

        var sent = await _api.PostAsync("/v1/batches", $$"""{ "messages": [ {{Message(file)}} ] {{more}} }""");

        Assert.True(sent.Status == 202, sent.ToString());
        Assert.Equal(days, await LongerAsync(file, alone));
    }

    [Theory]
    [InlineData("&hold=true", 30)]
    [InlineData("&hold=true&pace=1/60", 60)]
    public async Task Keeps_those_of_an_upload(string query, int days)
    {
        var (file, alone) = (await UploadAsync(), await UploadAsync());
        await _api.PostAsync("/v1/messages", Message(alone));

        var sent = await _api.PostAsync("/v1/batches?name=a" + query, Encoding.UTF8.GetBytes(Message(file)), "application/x-ndjson");

        Assert.Equal((202, 1), (sent.Status, (int)sent.Json["accepted"]!));
        Assert.Equal(days, await LongerAsync(file, alone));
    }

    [Fact]
    public async Task Keeps_those_of_what_is_sent_again()
    {
        var (file, alone) = (await UploadAsync(), await UploadAsync());
        await _api.PostAsync("/v1/messages", Message(alone));
        var failed = await world.FailAsync(_api, Message(file));

        var again = await _api.ResendAsync(failed, $$"""{ "hold": true, "defaults": { {{NoonWorld.Later.TrimStart(',')}} } }""");

        Assert.Equal("202 1 0", again.Said());
        Assert.Equal(30, await LongerAsync(file, alone));
    }

    private static string Message(string file) => $$"""
        { "channel": "mms", "from": "15777985", "to": "01012340001", "text": "사진", "attachments": ["{{file}}"] {{NoonWorld.Later}} }
        """.ReplaceLineEndings("");

    private async Task<string> UploadAsync() => (string)(await _api.UploadAsync(Samples.Jpeg(64, 64), "a.jpg")).Json["id"]!;

    /// <summary>How many days longer a file is kept than another.</summary>
    private Task<long> LongerAsync(string file, string other) => world.State.CountAsync($"""
        SELECT round(extract(epoch FROM a.last_needed_at - b.last_needed_at) / 86400) FROM gateway.files a, gateway.files b
        WHERE a.id = '{file}' AND b.id = '{other}'
        """);
}
