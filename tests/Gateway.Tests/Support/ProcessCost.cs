using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Tests.Support;

/// <summary>What a process of ours has used, as Linux tells it.</summary>
internal static partial class ProcessCost
{
    /// <summary>USER_HZ: a hundred a second on every Linux.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Kilobytes in memory now.</summary>
    public static int Resident(int process) => Field(process, ResidentNow());

    /// <summary>The most kilobytes since the start, or since <see cref="ForgetPeak"/>.</summary>
    public static int Peak(int process) => Field(process, ResidentPeak());

    public static void ForgetPeak(int process) => File.WriteAllText($"/proc/{process}/clear_refs", "5");

    /// <summary>Of the program itself and of the system on its behalf.</summary>
    public static double ProcessorSeconds(int process)
    {
        var text = File.ReadAllText($"/proc/{process}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    private static int Field(int process, Regex field) => int.Parse(field.Match(File.ReadAllText($"/proc/{process}/status")).Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"VmRSS:\s+(\d+) kB")]
    private static partial Regex ResidentNow();

    [GeneratedRegex(@"VmHWM:\s+(\d+) kB")]
    private static partial Regex ResidentPeak();
}
