using System.Diagnostics;
using System.Text;
using Gateway.Files;
using Gateway.Platform;
using Gateway.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;

namespace Gateway.Tests.Files;

/// <summary>What is forgotten, and what is not.</summary>
public sealed class PurgingFiles(SharedGateway gateway)
{
    private readonly Api _api = gateway.Ready();

    [Theory]
    [InlineData("expires_at = now() - interval '2 hours'", true)]
    [InlineData("deleted_at = now() - interval '2 hours'", true)]
    [InlineData("expires_at = now() - interval '2 hours', last_needed_at = now() - interval '2 hours'", true)]
    [InlineData("expires_at = now() - interval '2 hours', last_needed_at = now() + interval '1 hour'", false)]
    [InlineData("deleted_at = now()", false)]
    [InlineData("name = 'young'", false)]
    public async Task Takes_bytes_and_row_when_nobody_can_need_them(string change, bool gone)
    {
        var id = await UploadAsync();
        await gateway.State.ExecuteAsync($"UPDATE gateway.files SET {change} WHERE id = '{id}'");
        await PurgeAsync();

        Assert.Equal(gone ? 0 : 1, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.files WHERE id = '{id}'"));
        Assert.Equal(gone ? 0 : 1, Directory.GetFiles(gateway.FilesRoot, id.ToString("N"), SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Takes_the_row_when_the_bytes_went_before_a_crash()
    {
        var id = await UploadAsync();
        File.Delete(Directory.GetFiles(gateway.FilesRoot, id.ToString("N"), SearchOption.AllDirectories).Single());
        await gateway.State.ExecuteAsync($"UPDATE gateway.files SET deleted_at = now() - interval '2 hours' WHERE id = '{id}'");
        await PurgeAsync();

        Assert.Equal(0, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.files WHERE id = '{id}'"));
    }

    [Fact]
    public async Task Takes_what_a_killed_upload_left_behind()
    {
        await UploadAsync();
        var (old, young) = (Path.Combine(gateway.FilesRoot, "incoming", Guid.NewGuid().ToString("N")), Path.Combine(gateway.FilesRoot, "incoming", Guid.NewGuid().ToString("N")));
        await File.WriteAllTextAsync(old, "old");
        await File.WriteAllTextAsync(young, "young");
        File.SetLastWriteTimeUtc(old, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2));
        await PurgeAsync();

        Assert.Equal((false, true), (File.Exists(old), File.Exists(young)));
        File.Delete(young);
    }

    [Fact]
    public async Task Answers_503_when_the_bytes_cannot_be_reached()
    {
        var id = await UploadAsync();
        File.Delete(Directory.GetFiles(gateway.FilesRoot, id.ToString("N"), SearchOption.AllDirectories).Single());
        var answer = await _api.GetAsync($"/v1/files/{id}/content");

        Assert.Equal((503, "file_storage_unavailable"), (answer.Status, (string)answer.Json["code"]!));
        Assert.True(answer.Headers.ContainsKey("Retry-After"));
    }

    /// <summary>A disk that hangs looks like a pipe that nobody writes: who opens it waits, and hears no cancellation. 10 s of true time.</summary>
    [Fact]
    public async Task Answers_503_when_the_disk_does_not_answer()
    {
        var id = await UploadAsync();
        var path = Directory.GetFiles(gateway.FilesRoot, id.ToString("N"), SearchOption.AllDirectories).Single();
        File.Delete(path);
        using (var mkfifo = Process.Start("mkfifo", [path]))
        {
            await mkfifo.WaitForExitAsync();
        }

        var answer = await _api.GetAsync($"/v1/files/{id}/content");
        await using (new FileStream(path, FileMode.Open, FileAccess.Write))
        {
            // Whoever waits goes on.
        }

        Assert.Equal((503, "file_storage_unavailable"), (answer.Status, (string)answer.Json["code"]!));
    }

    private async Task PurgeAsync()
    {
        await using var source = NpgsqlDataSource.Create(gateway.State.ConnectionString);
        var store = new FileStore(Options.Create(new GatewayOptions { Files = { Root = gateway.FilesRoot } }), new DiskDeadline());
        await new PurgeFiles(source, store, TimeProvider.System, NullLogger<PurgeFiles>.Instance).RunOnceAsync(CancellationToken.None);
    }

    private async Task<Guid> UploadAsync()
    {
        var body = Encoding.UTF8.GetBytes("--x\r\nContent-Disposition: form-data; name=file; filename=a.txt\r\n\r\nhello\r\n--x--\r\n");
        return Guid.Parse((string)(await _api.PostAsync("/v1/files", body, "multipart/form-data; boundary=x")).Json["id"]!);
    }
}
