namespace Gateway.Benchmarks.Running;

/// <summary>
/// In which order the sides of a comparison are measured: forwards in one round, backwards in the next. The same build
/// is up to an eighth slower as the first of its rounds than as the last.
/// </summary>
internal static class Turns
{
    /// <param name="round">Counted from 1.</param>
    /// <param name="sides">In the order of the first round.</param>
    public static IEnumerable<T> Of<T>(int round, IReadOnlyList<T> sides) => round % 2 == 1 ? sides : sides.Reverse();
}
