using System.Data.Common;
using System.Net.Sockets;

namespace Gateway.Simulator.Agents;

/// <summary>
/// Steps an agent until it is stopped. A database that goes away is told once and tried again; so is its return.
/// </summary>
internal sealed class AgentLoop(IAgent agent, AgentJournal journal, TimeProvider time, TimeSpan interval)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private string? _trouble;
    private bool _waiting;

    public bool CreateTables { get; init; }

    public bool WaitForTables { get; init; }

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!await ReadyAsync(cancellationToken))
            {
                if (_trouble is null && !WaitForTables)
                {
                    journal.Line("the agent's tables are missing; --create-tables creates them, --wait-for-tables waits for them");
                    return 1;
                }

                if (_trouble is null && !_waiting)
                    journal.Line("waiting for the agent's tables");
                _waiting |= _trouble is null;
                await Task.Delay(Retry, time, cancellationToken);
            }

            journal.Line("agent started");
            while (true)
                await Task.Delay(await StepAsync(cancellationToken) ? interval : Retry, time, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            journal.Line("agent stopped");
            return 0;
        }
    }

    private async Task<bool> ReadyAsync(CancellationToken cancellationToken)
    {
        var ready = false;
        await GuardAsync(
            async () =>
            {
                if (CreateTables)
                    await agent.CreateTablesAsync(cancellationToken);
                ready = await agent.TablesExistAsync(cancellationToken);
            },
            cancellationToken);
        return ready;
    }

    private Task<bool> StepAsync(CancellationToken cancellationToken) =>
        GuardAsync(() => agent.StepAsync(cancellationToken), cancellationToken);

    /// <summary>
    /// False when the database failed; anything else that fails is a fault of this program and rises.
    /// </summary>
    private async Task<bool> GuardAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && IsTrouble(exception))
        {
            Tell($"database trouble, trying again every second: {exception.Message.ReplaceLineEndings(" ")}");
            return false;
        }

        if (_trouble is not null)
            journal.Line("the database answers again");
        _trouble = null;
        return true;
    }

    // A connection that was cut shows itself as any of these.
    private static bool IsTrouble(Exception exception) =>
        exception is DbException or IOException or SocketException or TimeoutException or ObjectDisposedException or InvalidOperationException or AggregateException;

    private void Tell(string text)
    {
        if (_trouble != text)
            journal.Line(text);
        _trouble = text;
    }
}
