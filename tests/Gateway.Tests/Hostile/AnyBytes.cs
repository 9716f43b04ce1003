using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Gateway.Accounts;
using Gateway.Tests.Files;
using Gateway.Tests.Support;
using Gateway.Tests.Support.Contract;
using Xunit;

namespace Gateway.Tests.Hostile;

/// <summary>
/// Any bytes, sent to any documented route, get success or a problem that says what is wrong: never a fault of ours, never silence. Afterwards the gateway works as before, everything that was
/// accepted is there, and all of it was taken by the vendors' tables on both databases. A fault is told with its seed: <c>GATEWAY_TEST_FUZZ=seed:case</c> repeats that case alone, <c>GATEWAY_TEST_FUZZ=seed</c>
/// the whole run.
/// </summary>
public sealed class AnyBytes
{
    private const long InEveryRun = 20_000;
    private const long InLongRuns = 1_000_000;

    /// <summary>Of the operator, of a tenant, and of one who only tries it.</summary>
    private const int Keys = 3;

    private const int ManyFailures = 3;

    private static readonly string[] Uploads = ["jpeg 640x480", "jpeg 320x240", "%PDF-1.7", "<?xml version=\"1.0\"?>\\n<vxml version=\"2.0\">", "wav 8000x8x1"];

    private readonly List<string> _vendors = [];

    [Fact]
    public async Task Get_success_or_a_problem_and_leave_a_healthy_gateway()
    {
        var state = Rows.Postgres(await StateTemplate.CopyAsync("gwf"));
        await using var gateway = await GatewayProcess.StartAsync(await SettingsAsync(state));
        var pool = new FuzzPool();
        await FillAsync(gateway.Api, pool);
        var document = await ApiDocument.ReadAsync(gateway.Api);
        var routes = ApiRoute.All(document);
        var (seed, only) = TestServers.Fuzz ?? (BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint))), null);
        var run = new FuzzRun(gateway.Api.Address, new AnyRequest(routes, new AnyBody(document, _vendors)).Any, pool, seed);
        var before = await StoredAsync(state);
        var clock = Stopwatch.StartNew();

        await (only is { } number ? run.RunCaseAsync(number) : run.RunAsync(TestServers.Long ? InLongRuns : InEveryRun));

        var statuses = run.Statuses.OrderBy(status => status.Key).Select(status => $"{(status.Key == 0 ? "hung up" : status.Key.ToString(CultureInfo.InvariantCulture))} {status.Value}");
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"Fuzz: {run.Statuses.Values.Sum()} requests in {clock.Elapsed.TotalSeconds:F0} s, slowest {run.Slowest.TotalMilliseconds:F0} ms, seed {seed}: {string.Join(", ", statuses)}."));
        Assert.True(run.Faults.Count == 0, $"{string.Join("\n\n", run.Faults)}\nThe gateway's log ends with:\n{gateway.Log[^Math.Min(gateway.Log.Length, 2000)..]}");
        Assert.Equal(200, (await gateway.Api.GetAsync("/health/ready")).Status);
        Assert.Equal(run.Accepted, await StoredAsync(state) - before);
        await WorksAsAlwaysAsync(gateway.Api, state);
        await ReadsEverythingAsync(gateway.Api, routes, pool);
        await HasNoStandingFaultAsync(gateway.Api);
        var errors = string.Join('\n', gateway.Log.Split('\n').SkipWhile(line => !line.Contains(" ERR Gateway.", StringComparison.Ordinal)).Take(12));
        Assert.True(errors.Length == 0, errors);
        if (only is null)
        {
            // What is refused whatever it says is not tried at all.
            var missing = routes.Select(route => $"{route.Method} {route.Path}").Except(run.Succeeded.Keys).ToList();
            Assert.True(missing.Count <= routes.Count / 5, $"Never a success: {string.Join(", ", missing)}");
        }
    }

    /// <summary>Every list, feed and endpoint answers with each of the keys: what was accepted breaks no reading.</summary>
    private static async Task ReadsEverythingAsync(Api admin, IReadOnlyList<ApiRoute> routes, FuzzPool pool)
    {
        for (var number = 0; number < Keys; number++)
        {
            using var api = new Api(admin.Address, pool.Find("apikey", number));
            var (wrong, answers) = await new EveryList(routes, api).ReadAsync();
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Fuzz: {answers} answers read with key {number}."));
            Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(20)));
        }
    }

    /// <summary>No job and no loop fails again and again, nor one item of a loop's work.</summary>
    private static async Task HasNoStandingFaultAsync(Api admin)
    {
        await Eventually.GetAsync(
            async () =>
            {
                var jobs = (await admin.GetAsync("/v1/jobs")).Json;
                var loops = jobs["loops"]!.AsArray();
                Assert.NotEmpty(loops);
                return string.Join('\n', jobs["items"]!.AsArray().Concat(loops).Where(IsFailing).Select(failing => failing!.ToJsonString()));
            },
            failing => failing.Length == 0,
            "no job and no loop has a standing fault",
            60);
        Assert.Equal(200, (await admin.GetAsync("/health/ready")).Status);
    }

    /// <summary>An item that failed once or twice before it was deleted is seen for some minutes.</summary>
    private static bool IsFailing(JsonNode? work) => (string)work!["status"]! == "failing" || (work["failingItems"] is JsonArray items && items.Any(item => (int)item!["failures"]! >= ManyFailures));

    /// <summary>Every protocol on every kind of database that there is.</summary>
    private async Task<Dictionary<string, string>> SettingsAsync(Rows state)
    {
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings:Gateway"] = state.ConnectionString,
            ["Gateway:Files:Root"] = Directory.CreateTempSubdirectory("gateway-files-").FullName,
            ["Limits:WrongKeysPerMinute"] = "0",
            ["Webhooks:AllowPrivateNetworks"] = "false",
        };
        var postgres = await TestServers.CreatePostgresAsync("fpg");
        Add(settings, "", "postgresql", postgres);
        if (TestServers.MySql is not null)
        {
            Add(settings, "my", "mysql", await TestServers.CreateMySqlAsync("fmy"));
        }

        return settings;
    }

    private void Add(Dictionary<string, string> settings, string suffix, string database, string connectionString)
    {
        foreach (var protocol in new[] { "kshot", "bizppurio", "xroshot", "emma", "lguplus" })
        {
            var vendor = protocol + suffix;
            _vendors.Add(vendor);
            settings[$"Vendors:{vendor}:Protocol"] = protocol;
            settings[$"Vendors:{vendor}:Database"] = database;
            settings[$"Vendors:{vendor}:ConnectionString"] = connectionString;
            settings[$"Vendors:{vendor}:CreateTables"] = "true";
            settings[$"Vendors:{vendor}:MaxQueued"] = "10000000";
            settings[$"Vendors:{vendor}:Attachments:WriteTo"] = Directory.CreateTempSubdirectory($"gateway-{vendor}-").FullName;
        }
    }

    /// <summary>Keys, files and names to ask for from the start.</summary>
    private static async Task FillAsync(Api admin, FuzzPool pool)
    {
        using var tenant = await Tenant.CreateAsync(admin);
        using var trying = await Tenant.CreateAsync(admin, key: """ "test": true """);
        foreach (var id in new[] { tenant.Id, tenant.KeyId, trying.Id, trying.KeyId, Caller.DefaultAccount.ToString() })
        {
            pool.Spare(id);
        }

        pool.Set("apikey", GatewayProcess.AdminKey, tenant.Key, trying.Key);
        foreach (var sample in Uploads)
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(Samples.Named(sample)), "file", "a.bin" } };
            var answer = await admin.PostAsync("/v1/files", await form.ReadAsByteArrayAsync(), form.Headers.ContentType!.ToString());
            Assert.True(answer.Status == 201, answer.ToString());
            pool.Add("files", (string)answer.Json["id"]!);
        }

        foreach (var kind in new[] { "vendors", "jobs" })
        {
            pool.Set(kind, [.. (await admin.GetAsync($"/v1/{kind}")).Json["items"]!.AsArray().Select(item => (string)item!["name"]!).Distinct()]);
        }
    }

    /// <summary>Messages of <c>POST /v1/messages</c>.</summary>
    private static Task<long> StoredAsync(Rows state) => state.CountAsync("SELECT count(*) FROM gateway.messages WHERE fallback_of IS NULL AND batch_id NOT IN (SELECT id FROM gateway.batches)");

    private async Task WorksAsAlwaysAsync(Api api, Rows state)
    {
        foreach (var vendor in _vendors)
        {
            Assert.Equal(200, (await api.PostAsync($"/v1/vendors/{vendor}/resume", "")).Status);
            await api.ReachesAsync(await api.SendSmsAsync(vendor), "queued", 60);
        }

        await Eventually.GetAsync(
            () => state.CountAsync("SELECT count(*) FROM gateway.inflight WHERE state < {InflightState.Queued} AND due_at <= now()"), waiting => waiting == 0, "all that is due was taken by the vendors' tables or has ended", TestServers.Long ? 600 : 60);
        Assert.Equal(0, await state.CountAsync("SELECT count(*) FROM gateway.messages m WHERE m.status < {MessageStatus.Delivered} AND NOT EXISTS (SELECT FROM gateway.inflight i WHERE i.message_id = m.id)"));
        Assert.Equal(0, await state.CountAsync("SELECT count(*) FROM gateway.inflight i WHERE NOT EXISTS (SELECT FROM gateway.messages m WHERE m.id = i.message_id)"));
    }
}
