using System.ComponentModel.DataAnnotations;
using Gateway.Platform.Bodies;
using Gateway.Platform.Settings;

namespace Gateway.Platform;

/// <summary>The section <c>Gateway</c>.</summary>
internal sealed class GatewayOptions : IValidatableObject
{
    public const string Section = "Gateway";

    private const int ShortestKey = 16;
    private const int ShortestSecret = 32;

    private static readonly ClosedSet<string> Known = ClosedSet.Of("http", "jobs");

    private static readonly ClosedSet<string> LogFormats = ClosedSet.Of("text", JsonLog);

    private const string JsonLog = "json";

    /// <summary>
    /// A key with every scope for the built-in account <c>default</c>, so that a new install is usable at once.
    /// Default: none. At least 16 characters.
    /// </summary>
    [Secret]
    public string? AdminKey { get; set; }

    /// <summary>The zone of the vendors' wall-clock times. Default: Asia/Seoul.</summary>
    public string TimeZone { get; set; } = "Asia/Seoul";

    /// <summary>What this node does: <c>http</c>, <c>jobs</c> or both. Default: http,jobs.</summary>
    public string Roles { get; set; } = "http,jobs";

    /// <summary>
    /// Lines on the console: <c>text</c> for people, or <c>json</c>, one object a line, for programs.
    /// <c>Serilog:WriteTo</c> takes its place. Default: text.
    /// </summary>
    public string LogFormat { get; set; } = "text";

    /// <summary>
    /// Serves Swagger UI (<c>/swagger</c>) and <c>/openapi.yaml</c>. They need no key and show nothing of any account.
    /// Default: true.
    /// </summary>
    public bool Documentation { get; set; } = true;

    /// <summary>
    /// Serves the pages under <c>/console</c>, on nodes that answer requests. Nobody sees anything there without a key.
    /// Default: true.
    /// </summary>
    public bool Console { get; set; } = true;

    /// <summary>
    /// The pages of the jobs at <c>/console/hangfire</c> may start, repeat and delete starts. Else they show them.
    /// </summary>
    public bool JobsDashboardWrites { get; set; }

    /// <summary>
    /// What people write in messages (text, subject, names, metadata, Kakao content, fallbacks) is encrypted in the
    /// state database, with keys of ASP.NET Data Protection that lie there too. May be switched on and off at any time:
    /// what is stored stays readable. Default: false.
    /// </summary>
    public bool EncryptContent { get; set; }

    /// <summary>
    /// Encrypts the keys that lie in the state database (of contents, webhooks' secrets, kept answers), so that who has
    /// the database alone can read none of them. The same on all nodes; at least 32 characters. Several with commas
    /// between them: the first encrypts, all decrypt. Default: none, the keys lie in the open.
    /// </summary>
    [Secret]
    public string? EncryptionSecret { get; set; }

    /// <summary>Uploaded files.</summary>
    public FilesOptions Files { get; set; } = new();

    /// <summary>The secrets one by one.</summary>
    public IReadOnlyList<string> EncryptionSecrets =>
        (EncryptionSecret ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>True when the console gets JSON.</summary>
    public bool LogsJson => LogFormat == JsonLog;

    /// <summary>True when this node answers requests.</summary>
    public bool ServesHttp => Has("http");

    /// <summary>True when this node hands over, collects, delivers and runs the recurring jobs.</summary>
    public bool RunsJobs => Has("jobs");

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (AdminKey is { Length: > 0 and < ShortestKey })
        {
            yield return new ValidationResult($"Gateway:AdminKey is too short: at least {ShortestKey} characters. A good one comes from: openssl rand -hex 24");
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

    private string[] RoleNames() =>
        Roles.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
