namespace Gateway.Platform.Errors;

/// <summary>
/// A limit for many requests: those of one second share a token and its timer, since a timer for each would cost more.
/// </summary>
internal sealed class SharedDeadline(TimeSpan limit)
{
    private Second _second = new(-1, CancellationToken.None);

    /// <summary>Is canceled after the limit, or up to a second later.</summary>
    public CancellationToken Token
    {
        get
        {
            var now = Environment.TickCount64 / 1000;
            var second = Volatile.Read(ref _second);
            if (second.Number != now)
            {
                // Two at once make two tokens; both are right. Nobody disposes one: requests may wait for it.
                second = new Second(
                    now, new CancellationTokenSource(limit + TimeSpan.FromSeconds(1), TimeProvider.System).Token);
                Volatile.Write(ref _second, second);
            }

            return second.Token;
        }
    }

    private sealed record Second(long Number, CancellationToken Token);
}
