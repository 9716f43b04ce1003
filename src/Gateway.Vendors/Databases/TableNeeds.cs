namespace Gateway.Vendors.Databases;

/// <summary>What a table must have before rows can be written and found.</summary>
/// <param name="Name">The table.</param>
/// <param name="Create">The statement that creates it when it is missing and may be created; null for tables that only the agent makes.</param>
/// <param name="Columns">The columns that the adapter reads or writes. None: the table is the agent's alone, made along with the others, and nobody minds when it is missing.</param>
/// <param name="Indexed">Columns that look-ups need at the head of an index.</param>
internal sealed record TableNeeds(string Name, string? Create, IReadOnlyList<string> Columns, IReadOnlyList<string> Indexed)
{
    public bool IsNeeded => Columns.Count > 0;
}

/// <summary>Tables that an agent makes, one for each period: <c>PREFIX</c>, a date and, in some installs, a suffix.</summary>
/// <param name="Prefix">The name's part before the date.</param>
/// <param name="Suffix">The name's part after the date; often empty.</param>
/// <param name="Periods">Forms of the date, such as <c>yyyyMM</c>; an empty one is the table without a date.</param>
/// <param name="Columns">The columns that the adapter reads. A table without them, such as somebody's copy, is none of the agent's and is passed over.</param>
/// <param name="Indexed">Columns that look-ups need at the head of an index.</param>
internal sealed record TableFamily(string Prefix, string Suffix, IReadOnlyList<string> Periods, IReadOnlyList<string> Columns, IReadOnlyList<string> Indexed);
