using System.Collections.Frozen;

namespace Gateway.Acceptance.Templates;

/// <summary>Which templates an account has, at one moment.</summary>
internal sealed class TemplateIndex
{
    public TemplateIndex(long version, IReadOnlyCollection<TemplateKey> keys)
    {
        (Version, Count) = (version, keys.Count);
        ByName = keys.ToFrozenDictionary(static key => key.Name, StringComparer.Ordinal);
        ById = keys.ToFrozenDictionary(static key => key.Id);
        ByCode = keys.Where(static key => key.Code is not null)
            .ToFrozenDictionary(static key => (key.SenderKey ?? "", key.Code!)); // Only those with one.
    }

    public long Version { get; }

    public int Count { get; }

    public FrozenDictionary<string, TemplateKey> ByName { get; }

    public FrozenDictionary<Guid, TemplateKey> ById { get; }

    public FrozenDictionary<(string SenderKey, string Code), TemplateKey> ByCode { get; }

    /// <summary>Of a name or an id; no name looks like an id.</summary>
    public TemplateKey? Find(string nameOrId) =>
        ByName.GetValueOrDefault(nameOrId)
        ?? (Guid.TryParse(nameOrId, out var id) ? ById.GetValueOrDefault(id) : null);
}

/// <summary>A template without its content.</summary>
internal sealed record TemplateKey(Guid Id, string Name, string? SenderKey, string? Code, long Revision);
