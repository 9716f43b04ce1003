using System.Linq.Expressions;
using FluentValidation;
using Gateway.Platform.Errors;

namespace Gateway.Platform.Bodies;

/// <summary>
/// The rules for the content of one type of request body. Each type that is read has one. All faults are told; of the
/// rules that are chained for one field, only the first that is broken.
/// </summary>
internal abstract class RequestValidator<T> : AbstractValidator<T>
    where T : class
{
    static RequestValidator() => ValidatorOptions.Global.MessageFormatterFactory = static () => new PlainMessage();

    protected RequestValidator() => RuleLevelCascadeMode = CascadeMode.Stop;

    /// <summary>The faults of a request, when the rules ask nobody and look at nothing but the request.</summary>
    public virtual IReadOnlyList<Fault> Faults(T request) => RuleFaults.Of(Validate(request));

    /// <summary>The faults of what could be read of a body.</summary>
    public async ValueTask<IReadOnlyList<Fault>> FaultsAsync(T request, RequestAround around)
    {
        var context = new ValidationContext<T>(request);
        around.AddTo(context.RootContextData);
        return RuleFaults.Of(await ValidateAsync(context, around.Http.RequestAborted));
    }

    /// <summary>
    /// Rules for each of the first entries of a list, each with its own fault. How many there may be is a rule for the
    /// list.
    /// </summary>
    protected IRuleBuilderInitialCollection<T, TEntry> RuleForFirst<TEntry>(
        int most, Expression<Func<T, List<TEntry>?>> list)
    {
        var name = ((MemberExpression)list.Body).Member.Name;
        var read = list.Compile();
        return RuleForEach(request => FirstOf(read(request), most)).Configure(rule =>
        {
            rule.PropertyName = name;
            rule.CascadeMode = CascadeMode.Continue;
        });
    }

    private static IEnumerable<TEntry> FirstOf<TEntry>(List<TEntry>? list, int most) => (list ?? []).Take(most);
}
