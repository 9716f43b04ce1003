using System.Threading.Channels;
using Gateway.Benchmarks.Running;
using Npgsql;

namespace Gateway.Benchmarks.Bounds;

/// <summary>The bound <c>gc</c>: requests gather in a channel, and one writer stores what has gathered with one statement and one commit.</summary>
internal static class GroupCommitServer
{
    private const int MaxGroup = 1000;

    public static Task<int> RunAsync(string[] args) => BoundServer.RunAsync(configuration =>
    {
        var queue = Channel.CreateUnbounded<BoundRow>(new UnboundedChannelOptions { SingleReader = true });
        _ = Task.Run(() => WriteAsync(BoundServer.Source(configuration), queue.Reader));
        return async context =>
        {
            var row = new BoundRow(await BoundBody.ReadAsync(context.Request), TimeProvider.System.GetUtcNow());
            queue.Writer.TryWrite(row);
            await row.Done.Task;
            await BoundServer.AnswerAsync(context.Response, row.Id);
        };
    });

    private static async Task WriteAsync(NpgsqlDataSource source, ChannelReader<BoundRow> queue)
    {
        await using var connection = await source.OpenConnectionAsync();
        var columns = BoundColumns.Create();
        await using var command = new NpgsqlCommand(EmbeddedSql.Text("Bounds.Sql.insert-many"), connection);
        foreach (var column in columns)
        {
            command.Parameters.Add(column.Array);
        }

        await command.PrepareAsync();
        var group = new List<BoundRow>(MaxGroup);
        while (await queue.WaitToReadAsync())
        {
            while (group.Count < MaxGroup && queue.TryRead(out var row))
            {
                group.Add(row);
            }

            await StoreAsync(command, columns, group);
            group.Clear();
        }
    }

    private static async Task StoreAsync(NpgsqlCommand command, BoundColumn[] columns, List<BoundRow> group)
    {
        foreach (var column in columns)
        {
            column.Set(group);
        }

        try
        {
            await command.ExecuteNonQueryAsync();
            group.ForEach(static row => row.Done.SetResult());
        }
        catch (NpgsqlException fault)
        {
            group.ForEach(row => row.Done.SetException(fault));
        }
    }
}
