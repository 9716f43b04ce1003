using System.Collections.Concurrent;
using Gateway.Benchmarks.Running;
using Npgsql;

namespace Gateway.Benchmarks.Bounds;

/// <summary>The bound <c>each</c>: one prepared INSERT and one commit for each request, as most services do it.</summary>
internal static class EachServer
{
    /// <summary>One for each connection of the load.</summary>
    private const int MaxConnections = 256;

    public static Task<int> RunAsync(string[] args) => BoundServer.RunAsync(configuration =>
    {
        var source = BoundServer.Source(configuration, MaxConnections);
        var idle = new ConcurrentBag<Writer>();
        return async context =>
        {
            var row = new BoundRow(await BoundBody.ReadAsync(context.Request), TimeProvider.System.GetUtcNow());
            var writer = idle.TryTake(out var taken) ? taken : await Writer.OpenAsync(source);
            await writer.WriteAsync(row);
            idle.Add(writer);
            await BoundServer.AnswerAsync(context.Response, row.Id);
        };
    });

    /// <summary>A connection with its prepared statement, used by one request at a time.</summary>
    private sealed class Writer(NpgsqlCommand command, BoundColumn[] columns)
    {
        public static async Task<Writer> OpenAsync(NpgsqlDataSource source)
        {
            var connection = await source.OpenConnectionAsync();
            var columns = BoundColumns.Create();
            var command = new NpgsqlCommand(EmbeddedSql.Text("Bounds.Sql.insert-one"), connection);
            foreach (var column in columns)
            {
                command.Parameters.Add(column.Scalar);
            }

            await command.PrepareAsync();
            return new Writer(command, columns);
        }

        public Task WriteAsync(BoundRow row)
        {
            foreach (var column in columns)
            {
                column.Set(row);
            }

            return command.ExecuteNonQueryAsync();
        }
    }
}
