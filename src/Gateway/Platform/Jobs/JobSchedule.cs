namespace Gateway.Platform.Jobs;

/// <summary>
/// When Hangfire starts a job by itself. The keeper is sooner for what must be fresh, and for what has failed or was
/// asked for; these starts are the schedule of the slow chores, and find the others at work. Minutes differ by name, so
/// that they do not come all at once.
/// </summary>
internal static class JobSchedule
{
    private static readonly TimeSpan OftenEnoughForMinutes = TimeSpan.FromMinutes(30);

    /// <returns>In cron's language.</returns>
    public static string Of(RecurringJob job)
    {
        var first = job.Name.Aggregate(0, static (sum, letter) => ((sum * 31) + letter) % 60);
        var every = (int)job.Every.TotalMinutes;
        return job.RunsInSlices || job.Every > OftenEnoughForMinutes
            ? $"{first} * * * *"
            : $"{first % every}/{every} * * * *";
    }
}
