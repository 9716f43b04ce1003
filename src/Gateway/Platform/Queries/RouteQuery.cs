using System.Globalization;
using System.Reflection;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Microsoft.AspNetCore.WebUtilities;

namespace Gateway.Platform.Queries;

/// <summary>The query parameters of one route, as its handler takes them and the document shows them.</summary>
internal sealed class RouteQuery
{
    private const int MaxFaults = 100;

    /// <summary>Of a name that comes back in a fault.</summary>
    private const int LongestShown = 64;

    private static readonly Dictionary<Type, (Func<string, bool> Reads, string Form)> Types = new()
    {
        [typeof(int)] = (static text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _), "Must be a whole number."),
        [typeof(Guid)] = (static text => Guid.TryParseExact(text, "D", out _), "Must be an id in its hyphenated form."),
        [typeof(string)] = (static text => !text.Contains('\0'), "Must not hold U+0000."),
    };

    private readonly Dictionary<string, (Type Type, QueryParameter? More)> _parameters;

    private RouteQuery(Dictionary<string, (Type Type, QueryParameter? More)> parameters) => _parameters = parameters;

    /// <summary>Null for an endpoint that is no route of ours, such as the one that answers 405.</summary>
    public static RouteQuery? Of(Endpoint endpoint)
    {
        if (endpoint is not RouteEndpoint route || route.Metadata.GetMetadata<MethodInfo>() is not { } handler)
        {
            return null;
        }

        var more = route.Metadata.OfType<QueryParameter>().ToDictionary(
            parameter => parameter.Name, StringComparer.Ordinal);
        return new RouteQuery(handler.GetParameters()
            .Where(parameter => Types.ContainsKey(TypeOf(parameter)) && route.RoutePattern.GetParameter(parameter.Name!) is null) // Handlers are no delegates without names.
            .ToDictionary(parameter => parameter.Name!, parameter => (TypeOf(parameter), more.GetValueOrDefault(parameter.Name!)), StringComparer.Ordinal));
    }

    /// <summary>
    /// Everything that is wrong with a query. <paramref name="unreadable"/>: a value cannot be handed to the handler at
    /// all.
    /// </summary>
    public List<Fault> Faults(QueryString query, out bool unreadable)
    {
        var faults = new List<Fault>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        unreadable = false;
        foreach (var pair in new QueryStringEnumerable(query.Value))
        {
            var (name, value) = (pair.DecodeName().ToString(), pair.DecodeValue().ToString());
            if (faults.Count < MaxFaults && Fault(name, value, first: seen.Add(name)) is { } fault)
            {
                faults.Add(fault);
                unreadable |= IsBound(name);
            }
        }

        return faults;
    }

    /// <summary>
    /// ASP.NET makes a number or an id of it before the handler is called, and takes its name in any case.
    /// </summary>
    private bool IsBound(string name) => _parameters.Any(known =>
        known.Value.Type != typeof(string) && string.Equals(known.Key, name, StringComparison.OrdinalIgnoreCase));

    private Fault? Fault(string name, string value, bool first)
    {
        if (!_parameters.TryGetValue(name, out var known))
        {
            return first
                ? new Fault(Pointer(name), "unknown_parameter", There() + NearName.Hint(name, _parameters.Keys))
                : null;
        }

        if (!first && known.More is not { Many: true })
        {
            return new Fault(Pointer(name), "duplicate_parameter", "Stands more than once.");
        }

        if (known.More?.Words is { } words && !Values(value, known.More.Many).All(words.Contains))
        {
            return new Fault(Pointer(name), known.More.Code, ClosedSet.Expected(words) + (known.More.Many ? " Several are separated by commas, without blanks." : ""));
        }

        if (Values(value, known.More is { Many: true }).Any(string.IsNullOrWhiteSpace))
        {
            return new Fault(Pointer(name), "empty_value", "Has no value. Give it one, or leave the parameter out.");
        }

        var (reads, form) = Types[known.Type];
        return reads(value) ? null : new Fault(Pointer(name), "invalid_type", form);
    }

    private static string[] Values(string value, bool many) => many ? value.Split(',') : [value];

    private string There() =>
        _parameters.Count == 0
            ? "This path takes no parameters in its query."
            : $"Unknown parameter. There are: {string.Join(", ", _parameters.Keys)}.";

    private static string Pointer(string name) => "?" + (name.Length > LongestShown ? name[..LongestShown] : name);

    private static Type TypeOf(ParameterInfo parameter) =>
        Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
}
