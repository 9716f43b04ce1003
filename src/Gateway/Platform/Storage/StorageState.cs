namespace Gateway.Platform.Storage;

/// <summary>
/// Whether the schema is in place. Everything that needs the state database waits for it; requests before that are
/// answered with 503.
/// </summary>
internal sealed class StorageState
{
    private const string Starting = "The gateway is starting.";

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource<string> _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Ends with one line when the database is one that this build never works on, however often it tries.
    /// </summary>
    public Task<string> Refused => _refused.Task;

    public bool IsReady => _ready.Task.IsCompleted;

    /// <summary>Why it is not ready yet, in one line.</summary>
    public string? Fault { get; set; } = Starting;

    /// <summary>True until the database was asked for the first time: nothing is wrong with it yet.</summary>
    public bool IsStarting => Fault == Starting;

    public void SetReady()
    {
        Fault = null;
        _ready.TrySetResult();
    }

    public void Refuse(string line)
    {
        Fault = line;
        _refused.TrySetResult(line);
    }

    public Task WaitAsync(CancellationToken cancellationToken) => _ready.Task.WaitAsync(cancellationToken);
}
