namespace Gateway.Vendors;

/// <summary>The settings of one protocol: how its agent is set up, as far as it concerns the tables.</summary>
public abstract record ProtocolSettings
{
    /// <summary>
    /// Tables from which the agent takes rows or tells of them: two vendors never share one. Log tables are only read.
    /// </summary>
    public abstract IReadOnlyList<string> QueueTables();

    /// <summary>Settings that become names of tables and columns, with their values.</summary>
    public abstract IEnumerable<(string Setting, string? Name)> Names();

    /// <summary>What else is wrong, each a sentence in which settings are named behind <paramref name="at"/>.</summary>
    public virtual IEnumerable<string> Faults(string at) => [];
}

/// <summary>Settings of a protocol whose agent receives short messages.</summary>
public interface IReceiveMessages
{
    /// <summary>The agent receives short messages, and they are collected.</summary>
    bool ReceiveMessages { get; }
}

/// <summary>Settings of a protocol whose agent receives faxes.</summary>
public interface IReceiveFaxes
{
    /// <summary>Where the agent stores received faxes, as the gateway sees it; null when none are received.</summary>
    string? ReceiveDirectory { get; }
}
