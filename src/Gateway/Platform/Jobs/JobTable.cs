namespace Gateway.Platform.Jobs;

/// <summary>All jobs of this process by name.</summary>
internal sealed class JobTable(IEnumerable<RecurringJob> definitions, IServiceProvider services)
{
    private readonly Dictionary<string, JobEntry> _entries = definitions.ToDictionary(
        definition => definition.Name,
        definition => new JobEntry(definition, () => definition.Create(services)),
        StringComparer.Ordinal);

    public IEnumerable<RecurringJob> Definitions => _entries.Values.Select(entry => entry.Definition);

    public IReadOnlyCollection<JobEntry> All => _entries.Values;

    public JobEntry? Find(string name) => _entries.GetValueOrDefault(name);
}
