using Gateway.Acceptance.Repeats;
using Gateway.Acceptance.Requests;
using Gateway.Accounts;
using Gateway.Platform;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Queries;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Gateway.Acceptance.DryRuns;

/// <summary>
/// Requests with <c>dryRun=true</c>: they take the way of all others, except that a <see cref="DryRun"/> stands in the
/// place of the store. Nothing is stored and no quota is used.
/// </summary>
internal sealed class RunDry(MarkMessages mark, UseQuota quota, NpgsqlDataSource source, TimeProvider time)
{
    /// <summary>The name of the parameter.</summary>
    public const string Parameter = "dryRun";

    public static ParameterText Documented { get; } =
        new(Parameter, "Nothing is stored: the answer is 200 and says what would happen.") { Default = "false" };

    private static readonly Warning KeyUnused = new(
        "",
        "idempotency_key_unused",
        $"A dry run carries nothing out: its {IdempotencyKey.Header} was not looked up, and stays free.");

    /// <summary>The route takes true and false.</summary>
    public static bool IsAsked(string? dryRun) => dryRun == "true";

    /// <summary>
    /// Answers with 200 whatever a content would be answered with: a refusal of it (409, 422, 429) is told in the
    /// answer. What cannot be read at all is refused as ever.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="dryRun">What its query says.</param>
    /// <param name="handle">
    /// Handles it; asked for a dry run, it answers with a problem or with <see cref="DryRun.Answer"/>.
    /// </param>
    public async Task<IResult> AnswerAsync(HttpContext context, string? dryRun, Func<DryRun?, Task<IResult>> handle)
    {
        if (!IsAsked(dryRun))
        {
            return await handle(null);
        }

        var caller = context.User.Key();
        var quotas = await quota.LookAsync(caller, context.RequestAborted);
        var dry = new DryRun(caller, quotas, mark, new LookForRepeats(source), time);
        if (context.Request.Headers.ContainsKey(IdempotencyKey.Header))
        {
            dry.Warnings.Add(KeyUnused);
        }

        var answer = await handle(dry);
        return answer switch
        {
            ProblemResult { Status: 409 or 422 or 429 } problem => dry.Refused(
                problem, context.User, context.AnswersInKorean()),
            JsonHttpResult<DryRunResponse> { Value: { } view } when context.AnswersInKorean() => DryRun.Answer(
                view.InKorean()),
            _ => answer,
        };
    }
}
