namespace Gateway.Platform.Jobs;

/// <summary>All jobs of this process by name.</summary>
internal sealed class JobTable(IEnumerable<RecurringJob> definitions, IServiceProvider services)
{
    private readonly Dictionary<string, Entry> _entries = definitions.ToDictionary(
        definition => definition.Name,
        definition => new Entry(definition, new Lazy<IRecurringJob>(() => definition.Create(services))),
        StringComparer.Ordinal);

    public IEnumerable<RecurringJob> Definitions => _entries.Values.Select(entry => entry.Definition);

    public Entry? Find(string name) => _entries.GetValueOrDefault(name);

    internal sealed record Entry(RecurringJob Definition, Lazy<IRecurringJob> Job)
    {
        /// <summary>Runs that failed one after the other. Written by one run at a time.</summary>
        public int Failures { get; set; }

        /// <summary>The job rests until then, because it failed.</summary>
        public DateTimeOffset RestsUntil { get; set; }

        /// <summary>When this node last wrote down a run.</summary>
        public DateTimeOffset RecordedAt { get; set; }
    }
}
