namespace Gateway.Webhooks.Sending;

/// <summary>
/// Spares an endpoint that fails, and the attempts that its events have. After a few failures in a row it opens:
/// nothing is sent for a pause, then one request alone. When that succeeds all is as before, else the pause doubles. A
/// pure state machine; the caller waits.
/// </summary>
internal sealed class CircuitBreaker
{
    /// <summary>Fewer are chance, and one message with several events should not open it.</summary>
    private const int Threshold = 8;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How late a receiver that works again may be found. Within the jitter of all but the first two retries.
    /// </summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private int _failures;
    private TimeSpan _pause = FirstPause;
    private DateTimeOffset _notBefore;

    /// <summary>Only one request at a time may be made, and not before <see cref="NotBefore"/>.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_lock)
            {
                return _failures >= Threshold;
            }
        }
    }

    public DateTimeOffset NotBefore
    {
        get
        {
            lock (_lock)
            {
                return _notBefore;
            }
        }
    }

    public void Succeeded()
    {
        lock (_lock)
        {
            _failures = 0;
            _pause = FirstPause;
            _notBefore = DateTimeOffset.MinValue;
        }
    }

    public void Failed(DateTimeOffset now)
    {
        lock (_lock)
        {
            _failures++;

            // Requests that were on their way when it opened do not lengthen the pause.
            if (_failures >= Threshold && now >= _notBefore)
            {
                _notBefore = now + _pause;
                _pause = _failures == Threshold
                    ? FirstPause * 2
                    : TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, LongestPause.Ticks));
            }
        }
    }
}
