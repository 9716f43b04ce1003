using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Batches.Holds;

/// <summary>Spreads a batch over time.</summary>
internal sealed record PaceRequest
{
    /// <summary>How many messages leave at once, 1 to 1,000,000. Required.</summary>
    [Required]
    public int? Messages { get; init; }

    /// <summary>After how many seconds the next ones follow, 1 to 86,400. Required.</summary>
    [Required]
    public int? EverySeconds { get; init; }

    private const int MostMessages = 1_000_000;
    private const int MostSeconds = 86_400;

    internal static Fault TooSlow(string pointer) => new(
        pointer,
        "pace_too_slow",
        $"The batch would take more than {Pace.Longest.TotalDays} days. Give a faster pace, or make several batches.");

    internal Pace ToPace() => new(Messages!.Value, EverySeconds!.Value); // Checked.

    internal IEnumerable<Fault> Faults(string pointer)
    {
        if (Messages is not (>= 1 and <= MostMessages))
        {
            var code = Messages is null ? "required" : "out_of_range";
            yield return new Fault(pointer + "/messages", code, $"1 to {MostMessages} messages.");
        }

        if (EverySeconds is not (>= 1 and <= MostSeconds))
        {
            var code = EverySeconds is null ? "required" : "out_of_range";
            yield return new Fault(pointer + "/everySeconds", code, $"1 to {MostSeconds} seconds.");
        }
    }

    /// <summary><c>1000/60</c> in the query of an upload: 1,000 messages every 60 seconds.</summary>
    internal static Pace? Read(string? text, List<Fault> faults)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var pace =
            text.Split('/') is [var left, var right] && Number(left) is { } messages && Number(right) is { } seconds
            ? new PaceRequest { Messages = messages, EverySeconds = seconds }
            : null;
        if (pace is null || pace.Faults("").Any())
        {
            faults.Add(new Fault(
                "?pace",
                "out_of_range",
                $"Write MESSAGES/SECONDS, such as 1000/60: 1 to {MostMessages} messages every 1 to {MostSeconds} seconds."));
            return null;
        }

        return pace.ToPace();
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
