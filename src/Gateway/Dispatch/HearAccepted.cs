using Gateway.Messages;
using Gateway.Platform.Loops;
using Gateway.Platform.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Gateway.Dispatch;

/// <summary>
/// Hears what nodes without jobs have accepted, and wakes the loops of the vendors that are to carry it. One connection
/// of its own, outside the pool, on which nothing else is asked. A step that was given up and ends after all closes the
/// connection of the next one, which then makes another.
/// </summary>
internal sealed class HearAccepted(
    IOptions<StorageOptions> options, MessageSignals signals) : ILoop, IDisposable
{
    /// <summary>A server that is gone without a word is noticed after this many seconds.</summary>
    private const int KeepAlive = 15;

    private readonly NpgsqlDataSource _source = StateSource.Create(
        options.Value,
        "gateway",
        static connection =>
        {
            connection.Pooling = false;
            connection.KeepAlive = KeepAlive;
        },
        pool: "listen");

    private NpgsqlConnection? _connection;

    /// <summary>Ends when something was heard, or with the connection.</summary>
    private Task? _heard;

    public string Name => "hear-accepted";

    public async Task<Rest> StepAsync(LoopProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            if (_heard is not null)
            {
                await _heard;
            }

            _connection ??= await ListenAsync(cancellationToken);
            return Rest.Till(_heard = _connection.WaitAsync(cancellationToken));
        }
        catch
        {
            await CloseAsync();
            throw;
        }
    }

    public void GiveUp() => signals.HearsOthers = false;

    public Task EndAsync() => CloseAsync();

    public void Dispose() => _source.Dispose();

    private async Task<NpgsqlConnection> ListenAsync(CancellationToken cancellationToken)
    {
        var connection = await _source.OpenConnectionAsync(cancellationToken);
        try
        {
            connection.Notification += (_, heard) => signals.Accepted.Beat(heard.Payload);
            await using var command = connection.Command("Dispatch.Sql.listen");
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        signals.HearsOthers = true;
        signals.Accepted.Beat(); // What was told before is found by a look.
        return connection;
    }

    private async Task CloseAsync()
    {
        signals.HearsOthers = false;
        var connection = Interlocked.Exchange(ref _connection, null);
        _heard = null;
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }
}
