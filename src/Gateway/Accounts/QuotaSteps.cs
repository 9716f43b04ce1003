using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Platform.Bodies;

namespace Gateway.Accounts;

/// <summary>The parts of a quota at which its account is told: each once in a period.</summary>
internal static class QuotaSteps
{
    private const int Whole = 100;

    private static readonly int[] Percents = [70, 90, Whole];

    /// <summary>The steps that are reached and were not told, lowest first.</summary>
    /// <param name="used">Messages of the period.</param>
    /// <param name="quota">How many there may be.</param>
    /// <param name="told">The highest step that was told; 0: none.</param>
    public static IReadOnlyList<int> Reached(int used, int quota, int told) =>
        (long)used * Whole < (long)quota * Percents[0]
            ? []
            : [.. Percents.Where(percent => percent > told && (long)used * Whole >= (long)quota * percent)];

    /// <summary>What <c>quota.reached</c> tells, as JSON.</summary>
    public static string Data(string period, int percent, int used, int quota) =>
        JsonSerializer.Serialize(
            new QuotaReached(period.Length == "yyyy-MM".Length ? "monthly" : "daily", period, percent, used, quota),
            QuotaJson.Default.QuotaReached);
}

/// <summary>Data of <c>quota.reached</c>.</summary>
/// <param name="Quota"><c>daily</c> or <c>monthly</c>.</param>
/// <param name="Period">The day or month in the installation's time zone.</param>
/// <param name="Percent">70, 90 or 100.</param>
/// <param name="Used">Messages of the period, with those that reached the step.</param>
/// <param name="Limit">How many there may be.</param>
internal sealed record QuotaReached(
    [property: Words(typeof(QuotaLimit), nameof(QuotaLimit.Names), As = "QuotaName")] string Quota,
    string Period,
    int Percent,
    int Used,
    int Limit);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(QuotaReached))]
internal sealed partial class QuotaJson : JsonSerializerContext;
