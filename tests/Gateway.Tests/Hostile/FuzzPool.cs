using System.Collections.Concurrent;
using System.Text.Json;

namespace Gateway.Tests.Hostile;

/// <summary>Things that exist, by kind: what answers told of last. Requests name them by a number, so that the same case asks for the same place.</summary>
internal sealed class FuzzPool
{
    private const int Places = 16;
    private const string Missing = "01a1fae5-ff79-720d-bb24-871ec6eb9fcd";

    private readonly ConcurrentDictionary<string, string[]> _kinds = new();
    private readonly ConcurrentDictionary<string, bool> _spared = new();
    private int _next;

    /// <summary>What must not be asked for: without it the run would soon be locked out.</summary>
    public void Spare(string id) => _spared[id] = true;

    public void Add(string kind, string value) => _kinds.GetOrAdd(kind, _ => new string[Places])[(uint)Interlocked.Increment(ref _next) % Places] = value;

    /// <summary>All places at once, for what never changes.</summary>
    public void Set(string kind, params IReadOnlyList<string> values) => _kinds[kind] = [.. Enumerable.Range(0, Places).Select(place => values[place % values.Count])];

    public string Find(string kind, int number) => _kinds.TryGetValue(kind, out var places) ? places[number % Places] ?? Missing : Missing;

    /// <summary>Learns from an answer: the id of what was made, and the ids of a list.</summary>
    public void Learn(string kind, ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        Learn(kind, document.RootElement);
        foreach (var list in new[] { "items", "messages" })
        {
            foreach (var item in document.RootElement.TryGetProperty(list, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray().Take(Places) : [])
            {
                Learn(kind, item);
            }
        }
    }

    private void Learn(string kind, JsonElement thing)
    {
        if (thing.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var (member, names) in new[] { ("id", kind), ("batchId", "batches"), ("nextCursor", "cursor") })
        {
            if (thing.TryGetProperty(member, out var id) && id.ValueKind == JsonValueKind.String && id.GetString() is { } value && !_spared.ContainsKey(value))
            {
                Add(names, value);
            }
        }
    }
}
