using Gateway.Platform.Loops;

namespace Gateway.Insight.Metrics;

/// <summary>
/// Looks now and then for those to whom metrics are sent: who reads them makes the look himself. It only reads.
/// </summary>
internal sealed class MeasureState(LookAtState look) : ILoop
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    public string Name => "measure-state";

    public async Task<Rest> StepAsync(LoopProgress progress, CancellationToken cancellationToken)
    {
        await look.RefreshAsync(cancellationToken);
        return Rest.For(Every);
    }
}
