using System.Diagnostics;
using System.Globalization;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Looks;

/// <summary>Measures each question to a vendor's tables with two builds of the adapters, in turn.</summary>
internal static class LooksCommand
{
    public static Task<int> RunAsync(string[] args) => Measurement.RunAsync(args, LooksOptions.Help, () => MeasureAsync(LooksOptions.Parse(args)));

    private static async Task MeasureAsync(LooksOptions options)
    {
        VendorBuild[] builds = [new VendorBuild("before", options.Before), new VendorBuild("now", options.Gateway)];
        Console.WriteLine("database    protocol    what                          before      now   now / before");
        foreach (var mysql in new[] { false, true }.Where(mysql => !mysql || Settings.MySql is not null))
        {
            foreach (var protocol in LookRows.Protocols)
            {
                await using var database = mysql ? await QueueDatabase.CreateMySqlAsync(Settings.MySql!) : await QueueDatabase.CreatePostgresAsync(Settings.Postgres);
                await MeasureAsync(options, builds, database, protocol);
            }
        }
    }

    private static async Task MeasureAsync(LooksOptions options, VendorBuild[] builds, QueueDatabase database, string protocol)
    {
        var sides = builds.Select(build => new LookSide(build, protocol, database)).ToList();
        await sides[1].PrepareAsync();
        await LookRows.FillAsync(database, protocol, options.Rows);
        await sides[0].PrepareAsync();
        foreach (var look in LookSide.Looks)
        {
            var times = new List<double>[] { [], [] };

            // The first round warms.
            for (var round = 0; round <= options.Rounds; round++)
            {
                for (var side = 0; side < sides.Count; side++)
                {
                    var started = Stopwatch.GetTimestamp();
                    for (var i = 0; i < look.Times; i++)
                    {
                        await look.RunAsync(sides[side], (((round * sides.Count) + side) * look.Times) + i);
                    }

                    times[side].AddRange(round == 0 ? [] : [Stopwatch.GetElapsedTime(started).TotalMicroseconds / look.Times]);
                }
            }

            var (before, now) = (Median(times[0]), Median(times[1]));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{database.Kind,-11} {protocol,-11} {look.Name,-26} {before,7:0} µs {now,5:0} µs   {now / before,6:0.00}"));
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
