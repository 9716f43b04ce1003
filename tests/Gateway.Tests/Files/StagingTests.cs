using System.Security.Cryptography;
using System.Text;
using Gateway.Files;
using Gateway.Platform;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;

namespace Gateway.Tests.Files;

/// <summary>Laying files before the agents, in a directory of the test's own.</summary>
public sealed class StagingTests : IAsyncDisposable
{
    private const string Vendor = "agent";

    private static readonly StagingRules Kshot = VendorQueues.StagingOf(VendorProtocol.Kshot);
    private static readonly StagingRules Bizppurio = VendorQueues.StagingOf(VendorProtocol.Bizppurio);
    private static readonly StagingRules Xroshot = VendorQueues.StagingOf(VendorProtocol.Xroshot);

    private readonly DirectoryInfo _temp = Directory.CreateTempSubdirectory("staging-");
    private readonly string _vendor = $"agent-{Guid.NewGuid():N}";
    private readonly string _folder;
    private readonly SharedGateway _gateway;
    private readonly NpgsqlDataSource _source;
    private readonly StageFiles _stage;

    public StagingTests(SharedGateway gateway)
    {
        gateway.Ready();
        _gateway = gateway;
        _folder = _temp.CreateSubdirectory("agent").FullName;
        _source = NpgsqlDataSource.Create(gateway.State.ConnectionString);
        _stage = new StageFiles(_source, new FileStore(Options.Create(new GatewayOptions { Files = { Root = gateway.FilesRoot } })), TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _temp.Delete(recursive: true);
    }

    [Fact]
    public async Task Makes_a_new_file_for_every_message_when_the_agent_deletes_it()
    {
        var file = await UploadAsync("hello");
        var first = await StageAsync(Bizppurio, Guid.NewGuid(), file, file);
        var second = await StageAsync(Bizppurio, Guid.NewGuid(), file);

        Assert.Equal(3, first.Concat(second).Distinct().Count());
        Assert.All(first.Concat(second), name => Assert.Equal("hello", File.ReadAllText(Path.Combine(_folder, name))));
        Assert.Equal(3, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public async Task Shares_one_file_among_messages_with_the_same_content_when_the_agent_leaves_it()
    {
        var first = await StageAsync(Xroshot, Guid.NewGuid(), await UploadAsync("same"));
        var second = await StageAsync(Xroshot, Guid.NewGuid(), await UploadAsync("same"));
        var third = await StageAsync(Xroshot, Guid.NewGuid(), await UploadAsync("other"));

        Assert.Equal(first, second);
        Assert.NotEqual(first, third);
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public async Task Leaves_nothing_more_behind_when_a_message_is_staged_again()
    {
        var (message, file) = (Guid.NewGuid(), await UploadAsync("again"));
        var first = await StageAsync(Bizppurio, message, file);
        File.Delete(Path.Combine(_folder, first[0]));
        var second = await StageAsync(Bizppurio, message, file);

        Assert.Equal(first, second);
        Assert.Equal(Path.Combine(_folder, first[0]), Assert.Single(Directory.GetFiles(_folder)));
    }

    [Fact]
    public async Task Is_readable_for_the_agents_user()
    {
        var names = await StageAsync(Kshot, Guid.NewGuid(), await UploadAsync("mode"));

        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(names[0]).HasFlag(UnixFileMode.OtherRead));
    }

    [Fact]
    public async Task Stages_made_content_byte_for_byte()
    {
        byte[] euckr = [(byte)'"', 0xB9, 0xCC, (byte)'"'];
        var name = await _stage.StageContentAsync(_vendor, _folder, "", Bizppurio, Guid.NewGuid(), euckr, "json", CancellationToken.None);

        Assert.EndsWith(".json", name);
        Assert.Equal(euckr, await File.ReadAllBytesAsync(Path.Combine(_folder, name)));
    }

    [Fact]
    public async Task Removes_a_shared_file_with_its_last_message()
    {
        var (one, two, file) = (Guid.NewGuid(), Guid.NewGuid(), await UploadAsync("shared"));
        await StageAsync(Xroshot, one, file);
        await StageAsync(Xroshot, two, file);

        Assert.Equal(0, await _stage.RemoveAsync(_vendor, [one], CancellationToken.None));
        Assert.Single(Directory.GetFiles(_folder));
        Assert.Equal(1, await _stage.RemoveAsync(_vendor, [two], CancellationToken.None));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Leaves_a_shared_file_to_a_message_that_is_staged_while_another_ends()
    {
        var file = await UploadAsync("contended");
        for (var i = 0; i < 20; i++)
        {
            var (ending, coming) = (Guid.NewGuid(), Guid.NewGuid());
            await StageAsync(Xroshot, ending, file);

            var staging = StageAsync(Xroshot, coming, file);
            await Task.WhenAll(staging, _stage.RemoveAsync(_vendor, [ending], CancellationToken.None));

            Assert.True(File.Exists(Path.Combine(_folder, (await staging)[0])));
            Assert.Equal(1, await _stage.RemoveAsync(_vendor, [coming], CancellationToken.None));
        }
    }

    [Fact]
    public async Task Removes_without_fault_what_the_agent_deleted()
    {
        var message = Guid.NewGuid();
        var names = await StageAsync(Bizppurio, message, await UploadAsync("deleted"));
        File.Delete(Path.Combine(_folder, names[0]));

        Assert.Equal(0, await _stage.RemoveAsync(_vendor, [message], CancellationToken.None));
        Assert.Equal(0, await _gateway.State.CountAsync($"SELECT count(*) FROM gateway.staged_files WHERE vendor = '{_vendor}'"));
    }

    [Fact]
    public async Task Says_which_setting_is_wrong_when_the_directory_is_missing()
    {
        var file = await UploadAsync("hello");
        _temp.Delete(recursive: true);
        var fault = await Assert.ThrowsAsync<StagingException>(() => StageAsync(Bizppurio, Guid.NewGuid(), file));
        _temp.Create();

        Assert.False(fault.IsPermanent);
        Assert.Contains($"Vendors:{_vendor}:Attachments:WriteTo", fault.Message);
    }

    [Fact]
    public async Task Gives_up_for_good_when_a_file_is_gone() =>
        Assert.True((await Assert.ThrowsAsync<StagingException>(() => StageAsync(Bizppurio, Guid.NewGuid(), Guid.NewGuid()))).IsPermanent);

    [Theory]
    [InlineData("../outside.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("a\\b.txt")]
    [InlineData("a|b.txt")]
    [InlineData("")]
    public void Never_leaves_the_directory(string name) => Assert.Throws<ArgumentException>(() => new StagingDirectory(Vendor, _folder).PathOf(name));

    [Theory]
    [InlineData("jpg")]
    [InlineData("html")]
    public void Fits_the_columns_of_every_protocol(string extension)
    {
        var hash = SHA256.HashData("content"u8);

        foreach (var rules in new[] { Kshot, Bizppurio, Xroshot })
        {
            var name = StagedNames.InRow(rules, "c:\\agent\\files", StagedNames.Of(Vendor, rules, "c:\\agent\\files", hash, extension, Guid.NewGuid(), 0));
            Assert.InRange(Encoding.UTF8.GetByteCount(name), 1, rules.LongestName);
            Assert.False(name.AsSpan().ContainsAny(rules.Separators));
        }
    }

    [Fact]
    public void Names_the_path_as_the_agent_sees_it()
    {
        Assert.Equal("c:\\temp\\a.jpg", StagedNames.InRow(Kshot, "c:\\temp", "a.jpg"));
        Assert.Equal("/spool/a.jpg", StagedNames.InRow(Kshot, "/spool/", "a.jpg"));
        Assert.Equal("a.jpg", StagedNames.InRow(Xroshot, "/spool", "a.jpg"));
    }

    [Fact]
    public void Refuses_an_agents_path_that_leaves_no_room_for_a_name() =>
        Assert.Throws<StagingException>(() => StagedNames.OfContent(Vendor, Kshot, "/" + new string('a', 190), Guid.NewGuid(), "jpg"));

    private Task<IReadOnlyList<string>> StageAsync(StagingRules rules, Guid message, params Guid[] files) =>
        _stage.StageAsync(_vendor, _folder, _folder, rules, message, files, CancellationToken.None);

    private async Task<Guid> UploadAsync(string text)
    {
        var body = $"--x\r\nContent-Disposition: form-data; name=file; filename=a.txt\r\n\r\n{text}\r\n--x--\r\n";
        var answer = await _gateway.Api.PostAsync("/v1/files", Encoding.UTF8.GetBytes(body), "multipart/form-data; boundary=x");
        return Guid.Parse((string)answer.Json["id"]!);
    }
}
