using System.Text.RegularExpressions;

namespace Gateway.Platform.Loops;

/// <summary>Keeps a log readable while a fault stays: one of the same kind is told once a minute, with how often it happened; one of another kind at once.</summary>
internal sealed partial class FaultLog(TimeProvider time)
{
    /// <summary>Kinds that are remembered. More at once are told as they come: the caller's pauses bound them.</summary>
    private const int MostKinds = 32;

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Kind> _kinds = new(StringComparer.Ordinal);

    /// <summary>The kind of a fault: ids, ports and times in its text make no other one.</summary>
    public static string KindOf(Exception fault) => $"{fault.GetBaseException().GetType().FullName}: {Varying().Replace(fault.GetBaseException().Message, "#")}";

    /// <summary>How often it happened since it was told last, this time included; null when it is not to be told now.</summary>
    public int? Count(string kind)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_kinds.TryGetValue(kind, out var known) && now < known.ToldAt + Every)
            {
                known.Untold++;
                return null;
            }

            if (known is null && _kinds.Count >= MostKinds)
            {
                _kinds.Remove(_kinds.MinBy(static other => other.Value.ToldAt).Key);
            }

            _kinds[kind] = new Kind(now);
            return (known?.Untold ?? 0) + 1;
        }
    }

    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|[0-9]+")]
    private static partial Regex Varying();

    private sealed class Kind(DateTimeOffset toldAt)
    {
        public DateTimeOffset ToldAt { get; } = toldAt;

        public int Untold { get; set; }
    }
}
