using System.Text.Json.Nodes;
using Gateway.Tests.Support;

namespace Gateway.Tests.Hostile;

/// <summary>Reads with a key everything that the document lets it read: every list and feed to its end, by each filter that has words, and what hangs on the things that the lists name. One row that cannot be read would break some of it off.</summary>
internal sealed class EveryList(IReadOnlyList<ApiRoute> routes, Api api, Action<string, Answer>? look = null)
{
    /// <summary>Things of a list of which the routes are read: the newest.</summary>
    private const int Newest = 20;

    private readonly List<string> _wrong = [];
    private int _answers;

    /// <summary>What did not answer as it should, and how many answers were read.</summary>
    public async Task<(IReadOnlyList<string> Wrong, int Answers)> ReadAsync()
    {
        foreach (var route in routes.Where(route => route.Method == "GET" && !route.Path.Contains('{', StringComparison.Ordinal)))
        {
            var ids = await ReadListAsync(route, route.Path, int.MaxValue);
            foreach (var filter in Filters(route))
            {
                await ReadListAsync(route, $"{route.Path}?{filter}", pages: 1); // The whole list was read before.
            }

            foreach (var own in routes.Where(own => own.Method == "GET" && IsOfOne(own.Path, route.Path)))
            {
                foreach (var id in ids.Take(Newest))
                {
                    await ReadListAsync(own, $"{route.Path}/{id}{own.Path[own.Path.IndexOf('}', StringComparison.Ordinal)..][1..]}", int.MaxValue);
                }
            }
        }

        return (_wrong, _answers);
    }

    /// <summary><c>/v1/webhooks/{id}/deliveries</c> is a route of one of <c>/v1/webhooks</c>.</summary>
    private static bool IsOfOne(string path, string list) => path.StartsWith(list + "/{", StringComparison.Ordinal) && path.Count(letter => letter == '{') == 1;

    private static IEnumerable<string> Filters(ApiRoute route) => route.Parameters.Where(parameter => parameter.In == "query")
        .SelectMany(parameter => parameter.Words.Select(word => $"{parameter.Name}={Uri.EscapeDataString(word)}"));

    /// <summary>All pages; answers the ids that stand in them.</summary>
    private async Task<List<string>> ReadListAsync(ApiRoute route, string path, int pages)
    {
        var names = new List<string>();
        var limit = route.Parameters.Any(parameter => parameter.Name == "limit") ? 200 : 0;
        string? cursor = null;
        for (var page = 0; page < pages; page++)
        {
            string?[] query = [limit > 0 ? "limit=200" : null, cursor is null ? null : $"cursor={cursor}"];
            var asked = query.OfType<string>().Aggregate(path, (whole, part) => whole + (whole.Contains('?', StringComparison.Ordinal) ? "&" : "?") + part);
            var answer = await ReadAsync(asked);
            if (answer is null)
            {
                break;
            }

            names.AddRange((answer["items"] as JsonArray ?? []).Select(item => (string?)item!["id"] ?? (string?)item["name"] ?? (string?)item["code"]?.ToString()).OfType<string>());
            cursor = (string?)answer["nextCursor"];
            if (cursor is null || (answer["hasMore"] is JsonValue more && !more.GetValue<bool>()))
            {
                break;
            }
        }

        return names;
    }

    private async Task<JsonObject?> ReadAsync(string path)
    {
        try
        {
            _answers++;

            // Streams that were left are noticed a moment later.
            var answer = await Eventually.GetAsync(() => api.GetAsync(path), answer => answer.Status != 429, $"{path} is not refused", 60);
            look?.Invoke(path, answer);

            // What is only for operators, what is no JSON (a file's content), and what other requests have deleted meanwhile.
            if (answer.Status is 200 or 403 or 404)
            {
                return answer.Status == 200 && answer.Headers.GetValueOrDefault("Content-Type")?.StartsWith("application/json", StringComparison.Ordinal) == true ? answer.Json as JsonObject : null;
            }

            _wrong.Add($"{path}: {answer}");
        }
        catch (HttpRequestException brokenOff)
        {
            _wrong.Add($"{path}: {brokenOff.GetBaseException().Message}");
        }

        return null;
    }
}
