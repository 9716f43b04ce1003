namespace Gateway.Vendors.Databases;

/// <summary>One column of rows to be inserted: either a value for each row or the same value for all.</summary>
internal abstract record Column(string Name);

internal sealed record TextColumn(string Name, string?[] Values) : Column(Name);

internal sealed record NumberColumn(string Name, int?[] Values) : Column(Name);

internal sealed record SameColumn(string Name, object Value) : Column(Name);

/// <summary>A column that a sequence fills; PostgreSQL only.</summary>
internal sealed record SequenceColumn(string Name, string Sequence) : Column(Name);
