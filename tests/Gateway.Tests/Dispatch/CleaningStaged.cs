using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Dispatch;

/// <summary>Files before the agents go after the last message that needs them.</summary>
public sealed class CleaningStaged
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan WhenNobodyJoins = TimeSpan.FromMinutes(75);

    [Fact]
    public async Task Leaves_a_shared_file_to_those_who_may_still_come_and_to_those_who_wait()
    {
        await using var world = await World.StartAsync("kshot");
        var ended = await world.SendPictureAsync();
        await world.CancelAsync(ended);

        await world.CleanAfterAsync(Soon);
        Assert.Equal(1, world.Laid);

        var waiting = await world.SendPictureAsync();
        await world.CleanAfterAsync(WhenNobodyJoins);
        Assert.Equal(1, world.Laid);

        await world.CancelAsync(waiting);
        await world.CleanAfterAsync(Soon);
        Assert.Equal(0, world.Laid);
        Assert.Equal(0, await world.StagedRowsAsync());
    }

    [Fact]
    public async Task Takes_a_messages_own_file_away_soon_after_its_end()
    {
        await using var world = await World.StartAsync("bizppurio");
        var ended = await world.SendPictureAsync();
        await world.SendPictureAsync();
        await world.CancelAsync(ended);

        await world.CleanAfterAsync(TimeSpan.Zero);
        Assert.Equal(2, world.Laid);

        await world.CleanAfterAsync(Soon);
        Assert.Equal(1, world.Laid);
        Assert.Equal(1, await world.StagedRowsAsync());
    }

    /// <summary>A gateway with one vendor whose agent nobody plays.</summary>
    private sealed class World(ClockedGateway gateway, Rows state, DirectoryInfo directory, string vendor) : IAsyncDisposable
    {
        private string _picture = "";

        public int Laid => directory.GetFiles().Length;

        public static async Task<World> StartAsync(string protocol)
        {
            var databases = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
            var directory = Directory.CreateTempSubdirectory("gateway-cleaning-");
            var settings = new Dictionary<string, string>
            {
                ["ConnectionStrings:Gateway"] = databases.State.ConnectionString,
                ["Gateway:Files:Root"] = Directory.CreateTempSubdirectory("gateway-files-").FullName,
                ["Vendors:agent:Protocol"] = protocol,
                ["Vendors:agent:Database"] = "postgresql",
                ["Vendors:agent:ConnectionString"] = databases.Vendor.ConnectionString,
                ["Vendors:agent:CreateTables"] = "true",
                ["Vendors:agent:Attachments:WriteTo"] = directory.FullName,
            };

            // At the beginning of an hour, so that a test says in minutes who joins whom.
            var gateway = await ClockedGateway.StartAsync(settings, new FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 5, 0, 0, TimeSpan.Zero)));
            var world = new World(gateway, databases.State, directory, "agent");
            world._picture = await world.UploadAsync();
            return world;
        }

        public async Task<string> SendPictureAsync()
        {
            var answer = await gateway.Api.PostAsync(
                "/v1/messages",
                $$"""{ "channel": "mms", "vendor": "{{vendor}}", "from": "15777985", "to": "01012341234", "subject": "a", "text": "b", "attachments": ["{{_picture}}"] }""");
            Assert.True(answer.Status == 202, answer.ToString());
            var id = (string)answer.Json["messages"]![0]!["id"]!;
            await Eventually.BeAsync(gateway.Clock, async () => await gateway.Api.StatusAsync(id) == "queued", "the message is queued");
            return id;
        }

        public async Task CancelAsync(string id) => Assert.Equal(200, (await gateway.Api.PostAsync($"/v1/messages/{id}/cancel", "{}")).Status);

        public async Task CleanAfterAsync(TimeSpan pause)
        {
            gateway.Clock.Advance(pause);
            await gateway.RunJobAsync("clean-staging");
        }

        public Task<long> StagedRowsAsync() => state.CountAsync("SELECT count(*) FROM gateway.staged_files");

        public ValueTask DisposeAsync() => gateway.DisposeAsync();

        private async Task<string> UploadAsync()
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(Files.Samples.Jpeg(8, 8)), "file", "a.jpg" } };
            var answer = await gateway.Api.PostAsync("/v1/files", await form.ReadAsByteArrayAsync(), form.Headers.ContentType!.ToString());
            return (string)answer.Json["id"]!;
        }
    }
}
