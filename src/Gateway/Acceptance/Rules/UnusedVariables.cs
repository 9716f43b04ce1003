using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Texts;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Rules;

/// <summary>
/// Variables that no placeholder of the message uses. Each is a mistake somewhere: a misspelt placeholder or variable, or in a table a misspelt field. A request of its own is warned; a line of an
/// upload is rejected, because nobody reads a hundred thousand warnings.
/// </summary>
internal static class UnusedVariables
{
    public const string Code = "unused_variable";

    /// <summary>Of a name that comes back.</summary>
    private const int LongestShown = 64;

    /// <summary>True when a recipient has variables at all.</summary>
    public static bool AreThere(SendMessageRequest request)
    {
        for (var i = 0; i < request.To?.Items.Count; i++)
        {
            if (request.To.Items[i].Variables is { Count: > 0 })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// One fault for each name, at the first recipient who has it. <paramref name="fieldsOfTable"/>: of a table, the
    /// variables that are fields too; there an empty cell says nothing.
    /// </summary>
    public static IEnumerable<Fault> Of(
        SendMessageRequest request, IReadOnlySet<string>? fieldsOfTable, string remedy) =>
        AreThere(request) ? AllOf(request, fieldsOfTable, remedy) : [];

    private static IEnumerable<Fault> AllOf(
        SendMessageRequest request, IReadOnlySet<string>? fieldsOfTable, string remedy)
    {
        var to = request.To!; // It has recipients with variables.
        var (used, texts) = (Names(request), Texts(request));
        var told = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < to.Items.Count; i++)
        {
            foreach (var (name, value) in to.Items[i].Variables ?? [])
            {
                var counts = fieldsOfTable is null || (value is { Length: > 0 } && !fieldsOfTable.Contains(name));
                if (counts && !used.Contains(name) && told.Add(name))
                {
                    var at = SendMessageValidator.Pointer(to, i, "variables");
                    yield return Fault($"{at}/{JsonPointer.Escape(Shown(name))}", name, used, texts, remedy);
                }
            }
        }
    }

    /// <summary>The same of a message with the defaults of its batch. Without variables it is not filled once more.</summary>
    public static IEnumerable<Fault> Of(
        SendMessageRequest given, SendMessageRequest? defaults, IReadOnlySet<string>? fieldsOfTable, string remedy) =>
        AreThere(given) ? Of(RequestDefaults.Fill(given, defaults), fieldsOfTable, remedy) : [];

    /// <summary>The columns of a table that nothing uses, where all lines have the same text.</summary>
    public static IEnumerable<Fault> Of(IEnumerable<string> columns, SendMessageRequest shared, string remedy)
    {
        var (used, texts) = (Names(shared), Texts(shared));
        return columns.Where(column => !used.Contains(column))
            .Select(column => Fault("/" + Shown(column), column, used, texts, remedy));
    }

    private static Fault Fault(
        string pointer, string name, HashSet<string> used, IReadOnlyList<string> texts, string remedy)
    {
        var hint = name.Length <= LongestShown && OtherPlaceholders.Hint(name, texts) is { Length: > 0 } other
            ? other
            : NearName.Hint(name, used);
        return new Fault(
            pointer, Code, $"The text has no #{{{Shown(name)}}}, so nothing uses this value.{hint}{remedy}");
    }

    /// <summary>The names of all placeholders.</summary>
    public static HashSet<string> Names(SendMessageRequest? request) =>
        [.. Texts(request).SelectMany(Placeholders.Names)];

    private static List<string> Texts(SendMessageRequest? request) =>
        [.. RequestTexts.Of(request).Select(static text => text.Value)];

    private static string Shown(string name) => name.Length > LongestShown ? name[..LongestShown] + "…" : name;
}
