namespace Gateway.Simulator.Agents;

/// <summary>
/// One vendor's agent, played on real tables. It keeps its state in the tables: a new instance goes on where the last
/// one stopped.
/// </summary>
public interface IAgent
{
    /// <summary>
    /// Does everything that is due at the clock's time and returns the number of row changes; 0 means that nothing was
    /// due.
    /// </summary>
    Task<int> StepAsync(CancellationToken cancellationToken = default);

    /// <summary>Creates the agent's tables, as its manual prints them, where they are missing.</summary>
    Task CreateTablesAsync(CancellationToken cancellationToken = default);

    /// <summary>Whether the tables that the agent reads are there.</summary>
    Task<bool> TablesExistAsync(CancellationToken cancellationToken = default);
}
