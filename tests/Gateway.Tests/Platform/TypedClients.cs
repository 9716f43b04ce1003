using System.Diagnostics;
using System.Globalization;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>
/// Clients that others' tools make of openapi.yaml, compiled strictly and used: they send, read what may be null, upload,
/// register webhooks, send batches, and read the feed.
/// </summary>
public sealed class TypedClients
{
    private static readonly string[] Worked =
    [
        "Delivered result=E_OK fallback=none kakao=none", "listed 1 True", "webhook Enabled True", "file Fax True",
        "batch 1", "batch.completed 1", "vendors 5",
    ];

    [Theory]
    [InlineData("nswag")]
    [InlineData("kiota")]
    public async Task Of_CSharp_work(string maker)
    {
        await using var world = await EveryVendor.StartAsync(DatabaseKind.PostgreSql);
        var program = Repository.File(
            "tests", "Gateway.Clients", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "Gateway.Clients.dll");

        var lines = await RunAsync("dotnet", program, maker, world.Gateway.Api.Address.ToString());

        Assert.Equal(["sent 1", .. Worked], lines.Where(line => !line.StartsWith("refused", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.StartsWith("refused 422 validation_failed /to", StringComparison.Ordinal));
    }

    /// <summary>Prism stands between and ends every call whose request or answer is not as the document says.</summary>
    [Fact]
    public async Task Of_TypeScript_work_through_a_proxy_that_holds_all_against_the_document()
    {
        var folder = Environment.GetEnvironmentVariables()["GATEWAY_TEST_TYPESCRIPT"] as string;
        Assert.SkipWhen(folder is null, "GATEWAY_TEST_TYPESCRIPT is not set. Run ./test.sh where npm is: it makes the client.");
        await using var world = await EveryVendor.StartAsync(DatabaseKind.PostgreSql);
        var port = FreePort.Next().ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(
            "node",
            [
                Path.Combine(folder, "node_modules", ".bin", "prism"), "proxy", Repository.File("openapi.yaml"),
                world.Gateway.Api.Address.ToString(), "--errors", "--port", port,
            ])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        using var prism = Process.Start(start)!;
        prism.BeginOutputReadLine(); // It tells of each call, and would wait for a reader.
        prism.BeginErrorReadLine();
        try
        {
            using var between = new Api(new Uri($"http://127.0.0.1:{port}/"), GatewayProcess.AdminKey);
            await Eventually.BeAsync(() => ListensAsync(between), "prism listens", seconds: 60);

            var lines = await RunAsync("node", Path.Combine(folder, "out", "use.js"), between.Address.ToString());

            Assert.Equal(
                [
                    "sent 202 1", "read true", "delivered result=E_OK fallback=none",
                    "refused 422 validation_failed /to/phone invalid_phone", "listed 1 object", "webhook 201 true",
                    "file 201 fax true", "batch 1 csv 1 1", "batch.completed 1", "vendors 5",
                ],
                lines);
        }
        finally
        {
            prism.Kill(entireProcessTree: true);
        }
    }

    private static async Task<bool> ListensAsync(Api api)
    {
        try
        {
            return (await api.GetAsync("/health/live")).Status == 200;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<IReadOnlyList<string>> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GATEWAY_KEY"] = GatewayProcess.AdminKey;
        using var process = Process.Start(start)!;
        var faults = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{output}\n{await faults}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
