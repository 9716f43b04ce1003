namespace Gateway.Vendors.Databases;

/// <summary>Builds the columns of rows to be inserted.</summary>
internal sealed class Rows(IReadOnlyList<OutgoingMessage> messages)
{
    private readonly List<Column> _columns = [];

    public IReadOnlyList<Column> Columns => _columns;

    /// <summary>The id as it travels: 32 lower-case hex digits.</summary>
    public static string Key(Guid id) => id.ToString("N");

    public Rows Same(string name, object value)
    {
        _columns.Add(new SameColumn(name, value));
        return this;
    }

    public Rows Text(string name, Func<OutgoingMessage, string?> value)
    {
        _columns.Add(new TextColumn(name, [.. messages.Select(value)]));
        return this;
    }

    public Rows Number(string name, Func<OutgoingMessage, int?> value)
    {
        _columns.Add(new NumberColumn(name, [.. messages.Select(value)]));
        return this;
    }

    /// <summary>
    /// Left out when no message has a value, so that the table's own default holds; else <paramref name="otherwise"/>
    /// stands where there is none.
    /// </summary>
    public Rows TextIfUsed(string name, Func<OutgoingMessage, string?> value, string? otherwise = null)
    {
        if (messages.Any(message => value(message) is not null))
        {
            Text(name, message => value(message) ?? otherwise);
        }

        return this;
    }

    /// <summary>
    /// Left out when no message has a value, so that the table's own default holds; else <paramref name="otherwise"/>
    /// stands where there is none.
    /// </summary>
    public Rows NumberIfUsed(string name, Func<OutgoingMessage, int?> value, int? otherwise = null)
    {
        if (messages.Any(message => value(message) is not null))
        {
            Number(name, message => value(message) ?? otherwise);
        }

        return this;
    }
}
