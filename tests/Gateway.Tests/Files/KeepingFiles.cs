using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Files;

/// <summary>A file stays for as long as a message needs it, and its own time when none does.</summary>
public sealed class KeepingFiles
{
    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    public async Task Keeps_the_picture_of_a_message_that_is_moved_beyond_the_file_s_own_time(string encrypted)
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Retention:Files"] = "10";
        world.Settings["Gateway:EncryptContent"] = encrypted;
        world.Settings["Vendors:kshot:Attachments:WriteTo"] = Directory.CreateTempSubdirectory("gateway-keep-").FullName;
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 3, 1, 3, 0, 0, TimeSpan.Zero));
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        var (needed, other) = (await UploadAsync(gateway.Api), await UploadAsync(gateway.Api));
        var sent = await gateway.Api.PostAsync(
            "/v1/messages",
            $$"""{ "channel": "mms", "vendor": "kshot", "from": "15777985", "to": "01012341234", "text": "a", "attachments": ["{{needed}}"], "scheduledAt": "{{clock.GetUtcNow().AddDays(1):O}}" }""");
        var id = (string)sent.Json["messages"]![0]!["id"]!;

        var moved = await gateway.Api.SendAsync(new HttpRequestMessage(HttpMethod.Patch, $"/v1/messages/{id}")
        {
            Content = new StringContent($$"""{ "scheduledAt": "{{clock.GetUtcNow().AddDays(40):O}}" }""", null, "application/json"),
        });
        clock.Advance(TimeSpan.FromDays(39));
        await gateway.RunJobAsync("purge-files");
        var kept = await world.State.CountAsync($"SELECT count(*) FROM gateway.files WHERE id = '{needed}'");
        var keptInVain = await world.State.CountAsync($"SELECT count(*) FROM gateway.files WHERE id = '{other}'");
        clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal((200, 1, 0), (moved.Status, kept, keptInVain));
        await Eventually.BeAsync(clock, async () => await world.QueuedRowsAsync(id) == 1, "the message is queued with its picture");
    }

    private static async Task<string> UploadAsync(Api api)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Samples.Jpeg(8, 8)), "file", "a.jpg" } };
        return (string)(await api.PostAsync("/v1/files", await form.ReadAsByteArrayAsync(), form.Headers.ContentType!.ToString())).Json["id"]!;
    }
}
