using Gateway.Platform.Errors;

namespace Gateway.Platform.Bodies;

/// <summary>
/// How many bytes of bodies one node holds at the same time. Bodies are read whole, so a few thousand large ones that
/// come at once would fill any machine; what does not fit is told to come again. Small bodies, which most are, are not
/// counted: the number of connections bounds them.
/// </summary>
internal sealed class BodyBudget
{
    /// <summary>Counted from here on.</summary>
    public const int Small = 16 * 1024;

    /// <summary>
    /// Six of the largest batches, or sixty requests to a thousand recipients with a kilobyte of variables each. What
    /// is made of them takes a few times as much.
    /// </summary>
    private const long Most = 128 * 1024 * 1024;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private long _held;

    public static ProblemResult Exceeded { get; } = new(
        ErrorCode.Overloaded, "Too many large requests are being read.", retryAfter: RetryAfter);

    /// <summary>A part of the budget that grows with a body and is given back when the request has ended.</summary>
    public Part Begin(HttpContext context)
    {
        var part = new Part(this);
        context.Response.RegisterForDispose(part);
        return part;
    }

    internal sealed class Part(BodyBudget budget) : IDisposable
    {
        private long _held;

        /// <summary>False when the node holds too much already.</summary>
        public bool TryGrowTo(long bytes)
        {
            var more = bytes - _held;
            if (Interlocked.Add(ref budget._held, more) > Most)
            {
                Interlocked.Add(ref budget._held, -more);
                return false;
            }

            _held = bytes;
            return true;
        }

        public void Dispose()
        {
            Interlocked.Add(ref budget._held, -_held);
            _held = 0;
        }
    }
}
