using System.Globalization;

namespace Gateway.Benchmarks.Running;

/// <summary>What Linux says of a process. Zero where there is no /proc, or when the process is not on this machine.</summary>
internal static class ProcessUsage
{
    /// <summary>The kernel's USER_HZ, 100 on every Linux that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Seconds of processor time, user and system.</summary>
    public static double CpuSeconds(int id) => Stat(id) is { } fields ? (Number(fields[11]) + Number(fields[12])) / TicksPerSecond : 0;

    /// <summary>Seconds of processor time of the process and all its children, as PostgreSQL's backends are: those that live, and those that ended, whose time the kernel adds to their parent's.</summary>
    public static double CpuSecondsWithChildren(int id) => CpuSeconds(id) + CpuSecondsOfEnded(id) + Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var child) ? child : 0)
        .Where(child => child > 0 && ParentId(child) == id)
        .Sum(CpuSeconds);

    public static int ParentId(int id) => Stat(id) is { } fields ? (int)Number(fields[1]) : 0;

    private static double CpuSecondsOfEnded(int id) => Stat(id) is { } fields ? (Number(fields[13]) + Number(fields[14])) / TicksPerSecond : 0;

    /// <summary>The most memory that the process has had, in MB.</summary>
    public static double PeakMegabytes(int id) => Status(id, "VmHWM:");

    /// <summary>The peak counts from here.</summary>
    public static void ForgetPeak(int id)
    {
        try
        {
            File.WriteAllText($"/proc/{id}/clear_refs", "5");
        }
        catch (IOException)
        {
            // Elsewhere than on Linux nothing is known of memory.
        }
    }

    /// <summary>The memory that the process has, in MB.</summary>
    public static double Megabytes(int id) => Status(id, "VmRSS:");

    private static double Status(int id, string name)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
            return line is null ? 0 : Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>The fields after the name: the name is in parentheses and may hold anything.</summary>
    private static string[]? Stat(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
