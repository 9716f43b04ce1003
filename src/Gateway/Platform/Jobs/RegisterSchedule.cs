using Hangfire;
using Hangfire.Storage;

namespace Gateway.Platform.Jobs;

/// <summary>
/// Tells Hangfire the schedule of each job, and that of no other. What it knows already is left alone: Hangfire locks
/// each job that is registered, and a lock of a killed node stands for a minute. So the jobs run before this is done.
/// </summary>
internal sealed class RegisterSchedule(HangfireStorage storage, HangfireEngine engine, JobTable jobs)
{
    public void Run()
    {
        using var connection = storage.Storage.GetConnection();
        var known = connection.GetRecurringJobs().ToDictionary(
            job => job.Id, job => job.LoadException is null ? job.Cron : null, StringComparer.Ordinal);
        var recurring = new RecurringJobManager(storage.Storage, engine.NewFactory());
        foreach (var definition in jobs.Definitions)
        {
            var schedule = JobSchedule.Of(definition);
            if (known.GetValueOrDefault(definition.Name) != schedule)
            {
                recurring.AddOrUpdate(
                    definition.Name, HangfireEngine.JobOf(definition.Name), schedule, new RecurringJobOptions());
            }
        }

        foreach (var gone in known.Keys.Where(name => jobs.Find(name) is null))
        {
            recurring.RemoveIfExists(gone);
        }
    }
}
