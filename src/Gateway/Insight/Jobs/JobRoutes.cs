using Gateway.Accounts;
using Gateway.Platform.Errors;
using Gateway.Platform.Queries;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Insight.Jobs;

/// <summary>The routes of the recurring jobs.</summary>
internal static class JobRoutes
{
    private const string RunDescription =
        "202: the request is stored, and a node that runs jobs starts it within a second or two, even while the job "
        + "rests after a failure. A run that has begun ends first. The answer shows the job as it was before; read "
        + "the job again to see the outcome.";

    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        var jobs = routes.MapGroup("/v1/jobs").WithTags("Jobs").RequireAuthorization(Scope.Operator);
        jobs.MapGet("", ([FromServices] ReadJobs read, CancellationToken cancellationToken) => read.ListAsync(cancellationToken))
            .WithName("ListJobs")
            .WithSummary("All recurring jobs with their last run, and the background loops of this node")
            .WithDescription(
                "Each job runs on one node at a time; another node takes over when that one dies. The gateway "
                + "retries a failed job after 1 s, 2 s, 4 s … at most 30 s; `lastError` "
                + "stays until the next error. A run that stands still for 12 s shows as failing, and is given up "
                + "later. Figures of a busy job are up to ten seconds old, those of an idle one up to five minutes. "
                + "`loops` are the background loops of the node that answers: a loop that fails tries again after 1 s, "
                + "2 s … at most 30 s; a step that stands still is "
                + "given up, and another one begins. For `admin` keys of the built-in account.")
            .Produces<JobList>()
            .ProducesProblems(401, 403, 503);
        jobs.MapGet("/{name}", ([FromServices] ReadJobs read, string name, CancellationToken cancellationToken) => read.GetAsync(name, cancellationToken))
            .WithName("GetJob")
            .WithSummary("One recurring job")
            .Produces<JobView>()
            .Describe(
                new ParameterText("name", "The job's name, such as `complete-batches`."))
            .ProducesProblems(401, 403, 404, 503);
        jobs.MapGet("/{name}/{vendor}", ([FromServices] ReadJobs read, string name, string vendor, CancellationToken cancellationToken) => read.GetAsync($"{name}/{vendor}", cancellationToken))
            .WithName("GetJobOfVendor")
            .WithSummary("One recurring job of a vendor, such as collect-reports/kshot")
            .Produces<JobView>()
            .Describe(
                new("name", "The job's name, such as `collect-reports`."),
                new("vendor", "The vendor's name in the settings."))
            .ProducesProblems(401, 403, 404, 503);
        jobs.MapPost("/{name}/run", ([FromServices] ReadJobs read, string name, CancellationToken cancellationToken) => read.RunAsync(name, cancellationToken))
            .WithName("RunJob")
            .WithSummary("Run a job now")
            .WithDescription(RunDescription)
            .Produces<JobView>(StatusCodes.Status202Accepted)
            .Describe(
                new ParameterText("name", "The job's name, such as `complete-batches`."))
            .ProducesProblems(401, 403, 404, 503);
        jobs.MapPost("/{name}/{vendor}/run", ([FromServices] ReadJobs read, string name, string vendor, CancellationToken cancellationToken) => read.RunAsync($"{name}/{vendor}", cancellationToken))
            .WithName("RunJobOfVendor")
            .WithSummary("Run a job of a vendor now, such as collect-reports/kshot")
            .WithDescription(RunDescription)
            .Produces<JobView>(StatusCodes.Status202Accepted)
            .Describe(
                new("name", "The job's name, such as `collect-reports`."),
                new("vendor", "The vendor's name in the settings."))
            .ProducesProblems(401, 403, 404, 503);
    }
}
