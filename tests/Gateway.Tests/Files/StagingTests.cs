using System.Security.Cryptography;
using System.Text;
using Gateway.Files;
using Gateway.Platform;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Xunit;

namespace Gateway.Tests.Files;

/// <summary>Laying files before the agents, in a directory of the test's own.</summary>
public sealed class StagingTests : IAsyncDisposable
{
    private const string Vendor = "agent";

    private static readonly StagingRules Kshot = VendorProtocols.Find("kshot")!.Staging;
    private static readonly StagingRules Bizppurio = VendorProtocols.Find("bizppurio")!.Staging;
    private static readonly StagingRules Xroshot = VendorProtocols.Find("xroshot")!.Staging;

    private readonly DirectoryInfo _temp = Directory.CreateTempSubdirectory("staging-");
    private readonly string _vendor = $"agent-{Guid.NewGuid():N}";
    private readonly string _folder;
    private readonly SharedGateway _gateway;
    private readonly NpgsqlDataSource _source;
    private readonly StageFiles _stage;
    private readonly RemoveStaged _remove;

    public StagingTests(SharedGateway gateway)
    {
        gateway.Ready();
        _gateway = gateway;
        _folder = _temp.CreateSubdirectory("agent").FullName;
        _source = NpgsqlDataSource.Create(gateway.State.ConnectionString);
        // A clock that stands still: no hour ends between two messages that are to share a file.
        _stage = NewStage(new FakeTimeProvider(TimeProvider.System.GetUtcNow()), gateway.FilesRoot);
        _remove = new RemoveStaged(_source, new DiskDeadline(), TimeProvider.System);
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
    public async Task Stages_the_messages_of_a_hand_over_together_and_answers_in_their_order()
    {
        var (one, other) = (await UploadAsync("one"), await UploadAsync("other"));
        FilesOfMessage[] messages =
        [
            new(Guid.NewGuid(), [one, other], new MadeFile("{}"u8.ToArray(), "json")), new(Guid.NewGuid(), [Guid.NewGuid()]), new(Guid.NewGuid(), [other]),
            .. Enumerable.Range(0, 50).Select(_ => new FilesOfMessage(Guid.NewGuid(), [one])),
        ];

        var outcomes = await _stage.StageAsync(Place(Bizppurio), messages, CancellationToken.None);

        Assert.Equal(["one", "other", "{}"], outcomes[0].Names.Select(Read));
        Assert.Equal(StagingKind.Hopeless, outcomes[1].Kind);
        Assert.Equal(["other"], outcomes[2].Names.Select(Read));
        Assert.All(outcomes.Skip(3), outcome => Assert.Equal("one", Read(Assert.Single(outcome.Names))));
        Assert.Equal(54, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public async Task Leaves_what_it_cannot_reach_in_time_to_the_next_hand_over_and_copies_nothing_twice()
    {
        var file = await UploadAsync("many");
        var stage = NewStage(new HurryingTime(TimeSpan.FromMilliseconds(60)), _gateway.FilesRoot);
        var messages = Enumerable.Range(0, 40).Select(_ => new FilesOfMessage(Guid.NewGuid(), [file])).ToList();

        var first = await stage.StageAsync(Place(Bizppurio), messages, CancellationToken.None);
        var laid = Directory.GetFiles(_folder).ToDictionary(path => path, File.GetLastWriteTimeUtc);
        var second = await _stage.StageAsync(Place(Bizppurio), messages, CancellationToken.None);

        Assert.InRange(first.Count(outcome => outcome.Kind == StagingKind.Laid), 1, 39);
        Assert.All(first, outcome => Assert.True(outcome.Kind is StagingKind.Laid or StagingKind.NotReached));
        Assert.Equal(first.Count(outcome => outcome.Kind == StagingKind.Laid), laid.Count);
        Assert.All(second, outcome => Assert.Equal(StagingKind.Laid, outcome.Kind));
        Assert.All(laid, path => Assert.Equal(path.Value, File.GetLastWriteTimeUtc(path.Key)));
    }

    [Fact]
    public async Task Shows_no_file_when_the_time_for_its_copy_is_over()
    {
        var directory = new StagingDirectory(Vendor, _folder);

        await Assert.ThrowsAsync<OperationCanceledException>(() => directory.WriteAsync("late.txt", new MemoryStream([1]), () => true, CancellationToken.None));

        Assert.Empty(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Shows_a_file_only_when_it_is_complete()
    {
        var directory = new StagingDirectory(Vendor, _folder);
        using var content = new SlowContent();

        var writing = directory.WriteAsync("big.txt", content, () => false, CancellationToken.None);
        await content.HalfRead;
        var meanwhile = Directory.GetFiles(_folder);
        content.GoOn();
        await writing;

        Assert.Empty(meanwhile);
        Assert.Equal(SlowContent.Size, new FileInfo(Path.Combine(_folder, "big.txt")).Length);
    }

    [Fact]
    public async Task Holds_no_transaction_and_no_lock_while_it_copies()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A named pipe stands for a slow disk.");
        var file = await UploadAsync("slow");
        var root = _temp.CreateSubdirectory("store").FullName;
        var pipe = Path.Combine(Directory.CreateDirectory(Path.Combine(root, $"{file:N}"[^2..])).FullName, $"{file:N}");
        using (var make = System.Diagnostics.Process.Start("mkfifo", [pipe]))
        {
            await make.WaitForExitAsync();
        }

        await using var watched = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_gateway.State.ConnectionString) { ApplicationName = _vendor }.ConnectionString);
        var staging = Task.Run(() => new StageFiles(watched, NewStore(root), new DiskDeadline(), TimeProvider.System).StageAsync(Place(Xroshot), [new FilesOfMessage(Guid.NewGuid(), [file])], CancellationToken.None));
        await Eventually.BeAsync(async () => await _gateway.State.CountAsync($"SELECT count(*) FROM gateway.staged_files WHERE vendor = '{_vendor}'") == 1, "staging has begun");
        var held = await _gateway.State.CountAsync(
            $"SELECT count(*) FROM pg_stat_activity a WHERE a.application_name = '{_vendor}' AND (a.state <> 'idle' OR EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid))");
        await File.WriteAllTextAsync(pipe, "slow");

        Assert.Equal(0, held);
        Assert.Equal(StagingKind.Laid, (await staging)[0].Kind);
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
    public async Task Stages_for_two_instances_at_once_what_both_need()
    {
        var (message, file) = (Guid.NewGuid(), await UploadAsync("contended"));

        var names = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => StageAsync(Xroshot, message, file)));

        Assert.Equal("contended", Read(Assert.Single(names.Select(Assert.Single).Distinct())));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, ".unfinished")));
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

        var outcome = Assert.Single(await _stage.StageAsync(Place(Bizppurio), [new FilesOfMessage(Guid.NewGuid(), [], new MadeFile(euckr, "json"))], CancellationToken.None));

        Assert.EndsWith(".json", Assert.Single(outcome.Names));
        Assert.Equal(euckr, await File.ReadAllBytesAsync(Path.Combine(_folder, outcome.Names[0])));
    }

    [Fact]
    public async Task Removes_a_shared_file_with_its_last_message()
    {
        var (one, two, file) = (Guid.NewGuid(), Guid.NewGuid(), await UploadAsync("shared"));
        await StageAsync(Xroshot, one, file);
        await StageAsync(Xroshot, two, file);

        Assert.Equal(0, await _remove.RemoveAsync(_vendor, [one], CancellationToken.None));
        Assert.Single(Directory.GetFiles(_folder));
        Assert.Equal(1, await _remove.RemoveAsync(_vendor, [two], CancellationToken.None));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Removes_a_shared_file_when_two_instances_remove_its_last_messages_at_once()
    {
        var file = await UploadAsync("ending");
        for (var i = 0; i < 20; i++)
        {
            var (one, two) = (Guid.NewGuid(), Guid.NewGuid());
            await StageAsync(Xroshot, one, file);
            await StageAsync(Xroshot, two, file);

            await Task.WhenAll(_remove.RemoveAsync(_vendor, [one], CancellationToken.None), _remove.RemoveAsync(_vendor, [two], CancellationToken.None));

            Assert.Empty(Directory.GetFiles(_folder));
        }
    }

    [Fact]
    public async Task Goes_on_when_a_removal_broke_off_between_the_disk_and_the_database()
    {
        var message = Guid.NewGuid();
        await StageAsync(Bizppurio, message, await UploadAsync("half"));
        await using (var rows = await _gateway.State.OpenAsync())
        {
            // Somebody holds the row, so that the file goes and the row cannot.
            await using var transaction = await rows.BeginTransactionAsync();
            await using var hold = rows.CreateCommand();
            hold.CommandText = $"SELECT 1 FROM gateway.staged_files WHERE vendor = '{_vendor}' FOR UPDATE";
            await hold.ExecuteScalarAsync();
            using var killed = new CancellationTokenSource();
            var removing = _remove.RemoveAsync(_vendor, [message], killed.Token);
            await Eventually.BeAsync(() => Task.FromResult(Directory.GetFiles(_folder).Length == 0), "the file has gone");
            await killed.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => removing);
        }

        Assert.Equal(1, await StagedRowsAsync());
        Assert.Equal(0, await _remove.RemoveAsync(_vendor, [message], CancellationToken.None));
        Assert.Equal(0, await StagedRowsAsync());
    }

    [Fact]
    public void Takes_no_new_messages_into_a_shared_name_long_before_its_file_may_go()
    {
        var now = DateTimeOffset.UnixEpoch.AddDays(20_000);
        var place = Place(Xroshot);
        var name = NameAt(now);

        Assert.Equal(name, NameAt(now + StagedNames.JoinedFor - TimeSpan.FromTicks(1)));
        Assert.NotEqual(name, NameAt(now + StagedNames.JoinedFor));
        Assert.True(RemoveStaged.Youngest(filePerMessage: false) >= StagedNames.JoinedFor + TimeSpan.FromMinutes(5));

        string NameAt(DateTimeOffset at) => StagedNames.Of(place, SHA256.HashData("content"u8), "jpg", Guid.NewGuid(), 0, at);
    }

    [Fact]
    public async Task Removes_without_fault_what_the_agent_deleted()
    {
        var message = Guid.NewGuid();
        var names = await StageAsync(Bizppurio, message, await UploadAsync("deleted"));
        File.Delete(Path.Combine(_folder, names[0]));

        Assert.Equal(0, await _remove.RemoveAsync(_vendor, [message], CancellationToken.None));
        Assert.Equal(0, await StagedRowsAsync());
    }

    [Fact]
    public void Removes_what_killed_processes_left_half_written()
    {
        var left = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, ".unfinished")).FullName, "a.jpg.1");
        File.WriteAllText(left, "half");
        var directory = new StagingDirectory(Vendor, _folder);

        Assert.Equal(0, directory.DeleteUnfinished(TimeProvider.System.GetUtcNow().AddHours(-1)));
        Assert.Equal(1, directory.DeleteUnfinished(TimeProvider.System.GetUtcNow().AddHours(1)));
        Assert.False(File.Exists(left));
    }

    [Fact]
    public async Task Says_which_setting_is_wrong_when_the_directory_is_missing()
    {
        var file = await UploadAsync("hello");
        _temp.Delete(recursive: true);
        var outcome = await OutcomeAsync(Bizppurio, Guid.NewGuid(), file);
        _temp.Create();

        Assert.Equal(StagingKind.Waiting, outcome.Kind);
        Assert.Contains($"Vendors:{_vendor}:Attachments:WriteTo", outcome.Fault);
    }

    [Fact]
    public async Task Waits_when_the_setting_of_the_directory_was_taken_away()
    {
        var outcome = Assert.Single(await _stage.StageAsync(Place(Kshot) with { WriteTo = "" }, [new FilesOfMessage(Guid.NewGuid(), [Guid.NewGuid()])], CancellationToken.None));

        Assert.Equal((StagingKind.Waiting, $"Vendors:{_vendor}:Attachments:WriteTo is not set."), (outcome.Kind, outcome.Fault));
    }

    [Fact]
    public async Task Gives_up_for_good_when_a_file_is_gone() =>
        Assert.Equal(StagingKind.Hopeless, (await OutcomeAsync(Bizppurio, Guid.NewGuid(), Guid.NewGuid())).Kind);

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
        foreach (var rules in new[] { Kshot, Bizppurio, Xroshot })
        {
            var place = new StagingPlace(Vendor, _folder, "c:\\agent\\files", rules);
            var name = StagedNames.InRow(place, StagedNames.Of(place, SHA256.HashData("content"u8), extension, Guid.NewGuid(), 0, DateTimeOffset.UnixEpoch));
            Assert.InRange(Encoding.UTF8.GetByteCount(name), 1, rules.LongestName);
            Assert.False(name.AsSpan().ContainsAny(rules.Separators));
        }
    }

    [Fact]
    public void Names_the_path_as_the_agent_sees_it()
    {
        Assert.Equal("c:\\temp\\a.jpg", StagedNames.InRow(new StagingPlace(Vendor, _folder, "c:\\temp", Kshot), "a.jpg"));
        Assert.Equal("/spool/a.jpg", StagedNames.InRow(new StagingPlace(Vendor, _folder, "/spool/", Kshot), "a.jpg"));
        Assert.Equal("a.jpg", StagedNames.InRow(new StagingPlace(Vendor, _folder, "/spool", Xroshot), "a.jpg"));
    }

    [Fact]
    public void Refuses_an_agents_path_that_leaves_no_room_for_a_name() =>
        Assert.Throws<StagingException>(() => StagedNames.OfMade(new StagingPlace(Vendor, _folder, "/" + new string('a', 190), Kshot), Guid.NewGuid(), "jpg"));

    private StagingPlace Place(StagingRules rules) => new(_vendor, _folder, _folder, rules);

    private static FileStore NewStore(string root) => new(Options.Create(new GatewayOptions { Files = { Root = root } }), new DiskDeadline());

    private StageFiles NewStage(TimeProvider time, string root) => new(_source, NewStore(root), new DiskDeadline(), time);

    private string Read(string name) => File.ReadAllText(Path.Combine(_folder, name));

    private Task<long> StagedRowsAsync() => _gateway.State.CountAsync($"SELECT count(*) FROM gateway.staged_files WHERE vendor = '{_vendor}'");

    private async Task<StagingOutcome> OutcomeAsync(StagingRules rules, Guid message, params Guid[] files) =>
        Assert.Single(await _stage.StageAsync(Place(rules), [new FilesOfMessage(message, files)], CancellationToken.None));

    private async Task<IReadOnlyList<string>> StageAsync(StagingRules rules, Guid message, params Guid[] files)
    {
        var outcome = await OutcomeAsync(rules, message, files);
        Assert.Equal((StagingKind.Laid, ""), (outcome.Kind, outcome.Fault));
        return outcome.Names;
    }

    private async Task<Guid> UploadAsync(string text)
    {
        var body = $"--x\r\nContent-Disposition: form-data; name=file; filename=a.txt\r\n\r\n{text}\r\n--x--\r\n";
        var answer = await _gateway.Api.PostAsync("/v1/files", Encoding.UTF8.GetBytes(body), "multipart/form-data; boundary=x");
        return Guid.Parse((string)answer.Json["id"]!);
    }

    /// <summary>A clock that goes on by a step at every look.</summary>
    private sealed class HurryingTime(TimeSpan step) : TimeProvider
    {
        private long _looks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => step.Ticks * Interlocked.Increment(ref _looks);
    }

    /// <summary>Content that stops in its middle until it may go on.</summary>
    private sealed class SlowContent : MemoryStream
    {
        public const int Size = 1_000_000;

        private readonly TaskCompletionSource _halfRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SlowContent()
            : base(new byte[Size])
        {
        }

        public Task HalfRead => _halfRead.Task;

        public void GoOn() => _goOn.SetResult();

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            await destination.WriteAsync(ToArray().AsMemory(0, Size / 2), cancellationToken);
            await destination.FlushAsync(cancellationToken);
            _halfRead.SetResult();
            await _goOn.Task;
            await destination.WriteAsync(ToArray().AsMemory(Size / 2), cancellationToken);
        }
    }
}
