using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>How the gateway is reached, and what its host has to give it.</summary>
public sealed partial class Transport(SharedGateway gateway)
{
    /// <summary>No user of that name, and no rights anywhere.</summary>
    private const int Nobody = 65534;

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Serves_https_with_hsts_by_settings_alone(string version)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=gateway.example", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        var folder = Directory.CreateTempSubdirectory("gateway-tls-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "cert.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Kestrel:Endpoints:Http:Url"] = "http://127.0.0.1:0";
        world.Settings["Kestrel:Endpoints:Https:Url"] = "https://127.0.0.1:0";
        world.Settings["Kestrel:Endpoints:Https:Certificate:Path"] = Path.Combine(folder, "cert.pem");
        world.Settings["Kestrel:Endpoints:Https:Certificate:KeyPath"] = Path.Combine(folder, "key.pem");
        await using var process = await world.StartProcessAsync();
        await Eventually.BeAsync(() => Task.FromResult(Secure().IsMatch(process.Log)), "it listens on https");
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString(HashAlgorithmName.SHA256) == certificate.GetCertHashString(HashAlgorithmName.SHA256);
        using var client = new HttpClient(handler);

        var asked = new HttpRequestMessage(HttpMethod.Get, $"{Secure().Match(process.Log).Groups[1].Value}/health/live") { Version = Version.Parse(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        asked.Headers.Host = "gateway.example";
        using var answer = await client.SendAsync(asked);

        Assert.Equal((HttpStatusCode.OK, version), (answer.StatusCode, answer.Version.ToString()));
        Assert.Matches(@"max-age=\d{7,}", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
        Assert.DoesNotContain("Strict-Transport-Security", (await process.Api.GetAsync("/health/live")).Headers.Keys);
    }

    [Theory]
    [InlineData("GET", "/v1/messages", 200)]
    [InlineData("OPTIONS", "/v1/messages", 405)]
    [InlineData("GET", "/openapi.json", 200)]
    public async Task Tells_browsers_of_other_sites_nothing(string method, string path, int status)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("Origin", "https://evil.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization");

        var answer = await gateway.Ready().SendAsync(request);

        Assert.Equal(status, answer.Status);
        Assert.DoesNotContain(answer.Headers.Keys, header => header.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>As in the container: a user without rights, no place to write but the directory of files.</summary>
    [Fact]
    public async Task Works_as_nobody_where_only_its_files_can_be_written()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root" || !File.Exists("/usr/bin/setpriv"))
        {
            Assert.Skip("Needs root and setpriv to become nobody.");
            return;
        }

        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        var files = world.Settings["Gateway:Files:Root"];
        File.SetUnixFileMode(files, (UnixFileMode)0b111_111_111);
        world.Settings["TMPDIR"] = "/nowhere";
        world.Settings["HOME"] = "/nowhere";
        world.Settings["DOTNET_EnableDiagnostics"] = "0";
        string[] asNobody =
        [
            "setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", "--no-new-privs", "--inh-caps=-all",
            "--bounding-set=-all",
        ];
        await using var process = await GatewayProcess.StartFromAsync(
            await ProgramForAllAsync(asNobody), world.Settings, asNobody);
        using var form = new MultipartFormDataContent { { new ByteArrayContent("안녕"u8.ToArray()), "file", "a.txt" } };

        var uploaded = await process.Api.PostAsync("/v1/files", await form.ReadAsByteArrayAsync(), form.Headers.ContentType!.ToString());
        var page = await process.Api.GetAsync("/swagger/index.html");
        await process.Api.ReachesAsync(await process.Api.SendSmsAsync("kshot"), "queued");

        Assert.Equal((201, 200), (uploaded.Status, page.Status));
        Assert.Contains($"Uid:\t{Nobody}\t{Nobody}", await File.ReadAllTextAsync($"/proc/{process.Id}/status"));
    }

    /// <summary>Where everybody can read the program: a clone may lie where only its owner can enter.</summary>
    private static async Task<string> ProgramForAllAsync(string[] asSomebody)
    {
        var here = GatewayProcess.Built;
        string[] look = [.. asSomebody[1..], "test", "-r", Path.Combine(here, "Gateway.dll")];
        using var looking = Process.Start(asSomebody[0], look);
        await looking.WaitForExitAsync();
        if (looking.ExitCode == 0)
        {
            return here;
        }

        var folder = Directory.CreateTempSubdirectory("gateway-program-").FullName;
        using var copying = Process.Start(
            "bash", ["-c", "cp -rL \"$1\"/. \"$2\" && chmod -R a+rX \"$2\"", "copy", here, folder]);
        await copying.WaitForExitAsync();
        Assert.Equal(0, copying.ExitCode);
        return folder;
    }

    [GeneratedRegex(@"Now listening on: (https://\S+)")]
    private static partial Regex Secure();
}
