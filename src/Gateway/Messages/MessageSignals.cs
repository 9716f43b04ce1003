using Gateway.Platform.Jobs;

namespace Gateway.Messages;

/// <summary>Tells the loops of this process that there is something to do. Only a matter of milliseconds: every loop also looks by itself.</summary>
internal sealed class MessageSignals
{
    /// <summary>Beats when messages were committed.</summary>
    public AcceptedPulse Accepted { get; } = new();

    /// <summary>Beats when events were committed.</summary>
    public Pulse Events { get; } = new();

    private volatile bool _hearsOthers;

    /// <summary>True while what nodes without jobs accept beats <see cref="Accepted"/> here too.</summary>
    public bool HearsOthers
    {
        get => _hearsOthers;
        set => _hearsOthers = value;
    }
}
