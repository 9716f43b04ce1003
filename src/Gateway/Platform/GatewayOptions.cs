using System.ComponentModel.DataAnnotations;
using System.Net;
using Gateway.Platform.Bodies;
using Gateway.Platform.Settings;

namespace Gateway.Platform;

/// <summary>The section <c>Gateway</c>.</summary>
internal sealed class GatewayOptions : IValidatableObject
{
    public const string Section = "Gateway";

    private const int ShortestKey = 16;
    private const int ShortestSecret = 32;
    private const int MostAdminKeys = 2;

    private static readonly ClosedSet<string> Known = ClosedSet.Of("http", "jobs");

    private static readonly ClosedSet<string> LogFormats = ClosedSet.Of("text", JsonLog);

    private const string JsonLog = "json";

    /// <summary>
    /// A key with every scope for the built-in account <c>default</c>, so that a new install can be used at once. While
    /// it is changed, give <c>&lt;new&gt;,&lt;old&gt;</c>: both work. Default: none. At least 16 characters.
    /// </summary>
    [Secret]
    public string? AdminKey { get; set; }

    /// <summary>
    /// The time zone of the vendors' tables and of the installation's days. Default: <c>Asia/Seoul</c>.
    /// </summary>
    public string TimeZone { get; set; } = "Asia/Seoul";

    /// <summary>
    /// What this node does. <c>http</c> answers requests; <c>jobs</c> hands over, collects results, delivers webhooks
    /// and runs the recurring jobs. Both, with a comma between them, is the usual. Default: <c>http,jobs</c>.
    /// </summary>
    public string Roles { get; set; } = "http,jobs";

    /// <summary>
    /// Lines on the console: <c>text</c> for people, or <c>json</c> for programs, one object a line
    /// (https://clef-json.org). Warnings and errors are written at once, other lines together after at most 100 ms.
    /// <c>Serilog:WriteTo</c> replaces the console. Default: <c>text</c>.
    /// </summary>
    public string LogFormat { get; set; } = "text";

    /// <summary>
    /// Serves Swagger UI (<c>/swagger</c>) and <c>/openapi.yaml</c>. They need no key and show nothing of any account.
    /// Default: <c>true</c>.
    /// </summary>
    public bool Documentation { get; set; } = true;

    /// <summary>
    /// Serves the pages under <c>/console</c> on nodes with the role <c>http</c>. They need a sign-in with a key.
    /// Default: <c>true</c>.
    /// </summary>
    public bool Console { get; set; } = true;

    /// <summary>
    /// Lets Hangfire's pages at <c>/console/hangfire</c> start and delete jobs. Otherwise they only show them. Default:
    /// <c>false</c>.
    /// </summary>
    public bool JobsDashboardWrites { get; set; }

    /// <summary>
    /// Encrypts what people write in messages (text, subject, names, metadata, Kakao content, fallbacks) in the state
    /// database, with keys of ASP.NET Data Protection that lie there too. You may switch it at any time: what is stored
    /// stays readable. Default: <c>false</c>.
    /// </summary>
    public bool EncryptContent { get; set; }

    /// <summary>
    /// Encrypts the keys that lie in the state database (of contents, webhook secrets and kept answers), so that nobody
    /// can read them with the database alone. Give all nodes the same. With several, separated by commas, the first
    /// encrypts and all decrypt. Default: none, the keys lie in the open. At least 32 characters.
    /// </summary>
    [Secret]
    public string? EncryptionSecret { get; set; }

    /// <summary>
    /// Serves metrics for Prometheus at <c>/metrics</c> on the usual addresses, to clients that send this as their
    /// bearer token. Default: none. At least 16 characters.
    /// </summary>
    [Secret]
    public string? MetricsToken { get; set; }

    /// <summary>
    /// Serves metrics for Prometheus at <c>/metrics</c> on a port of their own, without a key, in plain HTTP on all of
    /// the machine's addresses: keep strangers away from it. Only <c>/health</c> is there too. 0: no such port.
    /// Default: 0. 0 to 65,535.
    /// </summary>
    [Range(0, IPEndPoint.MaxPort, ErrorMessage = "Gateway:MetricsPort must be 0 to 65535.")]
    public int MetricsPort { get; set; }

    /// <summary>Uploaded files.</summary>
    public FilesOptions Files { get; set; } = new();

    /// <summary>The secrets one by one.</summary>
    public IReadOnlyList<string> EncryptionSecrets => Parts(EncryptionSecret);

    /// <summary>The admin keys one by one: one, or two while it is changed.</summary>
    public IReadOnlyList<string> AdminKeys => Parts(AdminKey);

    /// <summary>True when the console gets JSON.</summary>
    public bool LogsJson => LogFormat == JsonLog;

    /// <summary>True when Prometheus may read the metrics here.</summary>
    public bool ServesMetrics => MetricsPort > 0 || !string.IsNullOrEmpty(MetricsToken);

    /// <summary>True when this node answers requests.</summary>
    public bool ServesHttp => Has("http");

    /// <summary>True when this node hands over, collects, delivers and runs the recurring jobs.</summary>
    public bool RunsJobs => Has("jobs");

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (AdminKeys.Any(key => key.Length < ShortestKey))
        {
            yield return new ValidationResult(
                $"Gateway:AdminKey is too short: at least {ShortestKey} characters, each of two. "
                + "A good one comes from: openssl rand -hex 24");
        }

        if (AdminKeys.Count > MostAdminKeys)
        {
            yield return new ValidationResult(
                "Gateway:AdminKey has more than two values. Two work while it is changed: the new one, the old one.");
        }

        if (MetricsToken is { Length: > 0 and < ShortestKey })
        {
            yield return new ValidationResult(
                $"Gateway:MetricsToken is too short: at least {ShortestKey} characters. "
                + "A good one comes from: openssl rand -hex 24");
        }

        if (EncryptionSecrets.Any(secret => secret.Length < ShortestSecret))
        {
            yield return new ValidationResult($"Gateway:EncryptionSecret is too short: at least {ShortestSecret} characters, each of several. A good one comes from: openssl rand -hex 32");
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            yield return new ValidationResult(
                $"Gateway:TimeZone '{TimeZone}' is not known on this machine. Is the package tzdata installed?");
        }

        if (Files.IsChosen && WritableDirectory.FindFault(Files.Directory) is { } fault)
        {
            yield return new ValidationResult(
                $"Gateway:Files:Root cannot be used: {fault} Without it no file can be uploaded or sent.");
        }

        if (!LogFormats.Has(LogFormat))
        {
            yield return new ValidationResult($"Gateway:LogFormat '{LogFormat}' is not understood: text or json.");
        }

        if (RoleNames().Length == 0 || !RoleNames().All(Known.Has))
        {
            yield return new ValidationResult($"Gateway:Roles '{Roles}' is not understood: http, jobs, or http,jobs.");
        }
    }

    private bool Has(string role) => RoleNames().Contains(role, StringComparer.Ordinal);

    private string[] RoleNames() => Parts(Roles);

    private static string[] Parts(string? list) =>
        (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
