using System.Diagnostics;
using Gateway.Files;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Files;

/// <summary>A disk that hangs: the call never comes back and hears no cancellation.</summary>
public sealed class DiskDeadlineTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Leaves_alone_what_does_not_come_back_and_asks_no_more_until_it_does()
    {
        var clock = new FakeTimeProvider();
        var disk = new DiskDeadline(clock);
        var disks = Enumerable.Range(0, 3).Select(_ => new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously)).ToList();
        var waits = disks.Select(hung => disk.RunAsync("nfs", () => hung.Task)).ToList();

        await Eventually.BeAsync(clock, () => Task.FromResult(waits.TrueForAll(wait => wait.IsCompleted)), "every wait has ended");
        Assert.All(waits, wait => Assert.IsType<TimeoutException>(wait.Exception?.InnerException));
        await Assert.ThrowsAsync<TimeoutException>(() => disk.RunAsync<int>("nfs", () => throw new InvalidOperationException("It was asked.")));
        Assert.Equal(7, await disk.RunAsync("ssd", () => Task.FromResult(7)));

        disks[0].SetResult(1);
        await Eventually.BeAsync(async () => await AnswersAsync(disk), "it is asked again");
    }

    /// <summary>A FIFO that nobody writes: to open it does not come back, as on a network's directory that is gone.</summary>
    [Fact]
    public async Task Keeps_a_file_that_cannot_be_opened_from_stopping_those_who_need_none()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Vendors:kshot:Attachments:WriteTo"] = Directory.CreateTempSubdirectory("gateway-hung-").FullName;
        await using var gateway = await world.StartAsync();
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "queued");
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Samples.Jpeg(100, 100)), "file", "a.jpg" } };
        var uploaded = await gateway.Api.PostAsync("/v1/files", await form.ReadAsByteArrayAsync(), form.Headers.ContentType!.ToString());
        Assert.True(uploaded.Status == 201, uploaded.ToString());
        var name = Guid.Parse((string)uploaded.Json["id"]!).ToString("N");
        var path = Path.Combine(world.Settings["Gateway:Files:Root"], name[^2..], name);
        var bytes = await File.ReadAllBytesAsync(path);
        File.Delete(path);
        using (var mkfifo = Process.Start("mkfifo", [path]))
        {
            await mkfifo.WaitForExitAsync();
        }

        var mms = await gateway.Api.PostAsync("/v1/messages", $$"""{ "channel": "mms", "vendor": "kshot", "from": "15777985", "to": "01012341234", "subject": "사진", "text": "사진", "attachments": ["{{uploaded.Json["id"]}}"] }""");
        Assert.True(mms.Status == 202, mms.ToString());
        await Eventually.BeAsync(() => Task.FromResult(gateway.Log.Contains("was not written within", StringComparison.Ordinal)), "it is told", seconds: 20);
        var sms = await gateway.Api.SendSmsAsync("kshot");
        for (var i = 0; i < 15 && await gateway.Api.StatusAsync(sms) != "queued"; i++)
        {
            await Task.Delay(1000, TimeProvider.System);
        }

        output.WriteLine(gateway.Log[^Math.Min(6000, gateway.Log.Length)..]);
        output.WriteLine(System.Text.Json.JsonSerializer.Serialize(await world.State.QueryAsync("SELECT * FROM gateway.inflight")));
        await gateway.Api.ReachesAsync(sms, "queued", seconds: 1);

        File.Delete(path);
        await File.WriteAllBytesAsync(path, bytes);
        await gateway.Api.ReachesAsync((string)mms.Json["messages"]![0]!["id"]!, "queued", seconds: 40);
    }

    private static async Task<bool> AnswersAsync(DiskDeadline disk)
    {
        try
        {
            return await disk.RunAsync("nfs", () => Task.FromResult(true));
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
