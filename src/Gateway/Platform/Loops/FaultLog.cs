using System.Text.RegularExpressions;

namespace Gateway.Platform.Loops;

/// <summary>
/// Keeps a log readable while a fault stays: one of the same kind of the same loop, job or thing is told once a minute,
/// with how often it happened; one of another kind, and one that was gone, at once.
/// </summary>
internal sealed partial class FaultLog(TimeProvider time)
{
    /// <summary>
    /// Kinds of one that are remembered. More at once are told as they come: the caller's pauses bound them.
    /// </summary>
    private const int MostKinds = 32;

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>What fails and works in turn would fill the log as well.</summary>
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>The kind of a fault: ids, ports and times in its text make no other one.</summary>
    public static string KindOf(Exception fault) =>
        $"{fault.GetBaseException().GetType().FullName}: {Varying().Replace(fault.GetBaseException().Message, "#")}";

    /// <summary>
    /// How often it happened since it was told last, this time included; null when it is not to be told now.
    /// </summary>
    /// <param name="who">Whose fault it is; there are few.</param>
    /// <param name="kind">Of the fault.</param>
    public int? Count(string who, string kind)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (!_known.TryGetValue(who, out var known))
            {
                _known[who] = known = new Known();
            }

            known.IsFailing = true;
            if (known.Kinds.TryGetValue(kind, out var before)
                && now < before.ToldAt + (before.WasGone ? AgainAfter : Every))
            {
                before.Untold++;
                return null;
            }

            if (before is null && known.Kinds.Count >= MostKinds)
            {
                known.Kinds.Remove(known.Kinds.MinBy(static other => other.Value.ToldAt).Key);
            }

            known.Kinds[kind] = new Kind(now);
            known.IsTold = true;
            return (before?.Untold ?? 0) + 1;
        }
    }

    /// <summary>It works again.</summary>
    /// <param name="who">Whose faults are gone.</param>
    /// <param name="wasTold">True when one of them was told.</param>
    /// <returns>True when it had failed.</returns>
    public bool Forget(string who, out bool wasTold)
    {
        lock (_lock)
        {
            var known = _known.GetValueOrDefault(who);
            var failed = known?.IsFailing == true;
            wasTold = known?.IsTold == true;
            if (known is null)
            {
                return false;
            }

            (known.IsFailing, known.IsTold) = (false, false);
            var old = time.GetUtcNow() - AgainAfter;
            foreach (var (kind, seen) in known.Kinds)
            {
                seen.WasGone = true;
                if (seen.ToldAt <= old)
                {
                    known.Kinds.Remove(kind);
                }
            }

            if (known.Kinds.Count == 0)
            {
                _known.Remove(who);
            }

            return failed;
        }
    }

    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|[0-9]+")]
    private static partial Regex Varying();

    private sealed class Known
    {
        public Dictionary<string, Kind> Kinds { get; } = new(StringComparer.Ordinal);

        public bool IsFailing { get; set; }

        public bool IsTold { get; set; }
    }

    private sealed class Kind(DateTimeOffset toldAt)
    {
        public DateTimeOffset ToldAt { get; } = toldAt;

        public int Untold { get; set; }

        public bool WasGone { get; set; }
    }
}
