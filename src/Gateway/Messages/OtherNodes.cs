namespace Gateway.Messages;

/// <summary>
/// Where nodes that only accept (<c>Gateway:Roles=http</c>) tell those that hand over which vendors have something to
/// carry: PostgreSQL's NOTIFY. Only a matter of milliseconds: who hears nothing still looks once a second.
/// </summary>
internal sealed class OtherNodes
{
    private volatile bool _isHeard;

    /// <summary>What other nodes accept is heard here at once.</summary>
    public bool IsHeard
    {
        get => _isHeard;
        set => _isHeard = value;
    }
}
