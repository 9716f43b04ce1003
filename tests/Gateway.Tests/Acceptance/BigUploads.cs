using System.Globalization;
using System.IO.Pipelines;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Gateway.Tests.Acceptance.Uploads;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>However many lines an upload has, the process that reads it stays small.</summary>
public sealed partial class BigUploads
{
    private const string Path = "/v1/batches?channel=sms&from=15777985&vendor=kshot&priority=bulk";
    private const string Ndjson = "application/x-ndjson";
    private const string Csv = "text/csv; charset=cp949";
    private const int MaxGrowth = 100 * 1024;

    [Fact]
    public Task Grow_the_process_by_less_than_100_MB() => UploadAsync(50_000, Ndjson);

    [Theory]
    [InlineData(Ndjson)]
    [InlineData(Csv)]
    public Task Grow_the_process_by_less_than_100_MB_with_a_million_lines(string type)
    {
        Assert.SkipUnless(TestServers.Long, "Takes minutes. Set GATEWAY_TEST_LONG=1.");
        return UploadAsync(1_000_000, type);
    }

    [Fact]
    public Task Grow_the_process_by_less_than_100_MB_when_they_are_tried() => UploadAsync(50_000, Ndjson, dry: true);

    [Fact]
    public Task Grow_the_process_by_less_than_100_MB_when_a_million_lines_are_tried()
    {
        Assert.SkipUnless(TestServers.Long, "Takes minutes. Set GATEWAY_TEST_LONG=1.");
        return UploadAsync(1_000_000, Ndjson, dry: true);
    }

    private static async Task UploadAsync(int lines, string type, bool dry = false)
    {
        Assert.SkipWhen(TestServers.Postgres is null, "GATEWAY_TEST_POSTGRES is not set. Run ./test.sh, which starts the databases.");
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);

        // Only what reading takes is looked at: nothing is handed over meanwhile.
        world.Settings["Gateway:Roles"] = "http";
        await using var process = await GatewayProcess.StartAsync(world.Settings);
        using var patient = new Api(process.Api.Address, GatewayProcess.AdminKey, TimeSpan.FromMinutes(10));
        Assert.Equal(5000, (int)(await SendAsync(patient, 5000, type)).Json["accepted"]!);
        var before = Memory(process.Id, Resident());
        await File.WriteAllTextAsync($"/proc/{process.Id}/clear_refs", "5", TestContext.Current.CancellationToken); // The peak counts from here.

        var sent = await SendAsync(patient, lines, type, dry ? "&dryRun=true" : "");

        Assert.Equal($"{(dry ? 200 : 202)} {lines}", $"{sent.Status} {sent.Json["accepted"]}");
        var growth = Memory(process.Id, Peak()) - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"{lines:N0} lines of {type}: {before / 1024} MB before, {growth / 1024} MB more at the peak");
        Assert.InRange(growth, 0, MaxGrowth);
    }

    private static async Task<Answer> SendAsync(Api api, int lines, string type, string more = "")
    {
        var pipe = new Pipe();
        using var content = new StreamContent(pipe.Reader.AsStream());
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        var answer = api.SendAsync(new HttpRequestMessage(HttpMethod.Post, Path + more) { Content = content });
        await using (var stream = pipe.Writer.AsStream())
        {
            if (type == Csv)
            {
                await stream.WriteAsync(Sheet.Cp949.GetBytes("수신번호;이름;내용\r\n"));
            }

            for (var i = 0; i < lines; i++)
            {
                await stream.WriteAsync(type == Csv ? Record(i) : Line(i));
            }
        }

        return await answer;
    }

    private static byte[] Line(int i) => Encoding.UTF8.GetBytes(
        $$"""{ "to": "010{{10000000 + i}}", "text": "{{i}}번째 손님, 주문하신 상품이 오늘 출고되었습니다." }""" + "\n");

    /// <summary>As an office has it: out of Excel, the first 0 lost, a name for each.</summary>
    private static byte[] Record(int i) =>
        Sheet.Cp949.GetBytes($"10{10000000 + i};손님 {i};#{{이름}}님, 주문하신 상품이 오늘 출고되었습니다.\r\n");

    private static int Memory(int process, Regex line) =>
        int.Parse(line.Match(File.ReadAllText($"/proc/{process}/status")).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"VmRSS:\s+(\d+) kB")]
    private static partial Regex Resident();

    [GeneratedRegex(@"VmHWM:\s+(\d+) kB")]
    private static partial Regex Peak();
}
