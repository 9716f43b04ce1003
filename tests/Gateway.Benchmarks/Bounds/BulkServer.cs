using System.Buffers;
using System.Text.Json;
using Gateway.Benchmarks.Running;
using Npgsql;

namespace Gateway.Benchmarks.Bounds;

/// <summary>The bound <c>bulk</c>: all messages of a request are stored with one COPY and one commit.</summary>
internal static class BulkServer
{
    /// <summary>One for each connection of the load.</summary>
    private const int MaxConnections = 16;

    public static Task<int> RunAsync(string[] args) => BoundServer.RunAsync(configuration =>
    {
        var source = BoundServer.Source(configuration, MaxConnections);
        return async context =>
        {
            var batch = await ReadAsync(context.Request);
            var now = TimeProvider.System.GetUtcNow();
            List<BoundRow> rows = [.. batch.Messages.Select(body => new BoundRow(body, now))];
            await CopyAsync(source, rows);
            await BoundServer.AnswerAsync(context.Response, rows[0].Id);
        };
    });

    private static async Task<BoundBatch> ReadAsync(HttpRequest request)
    {
        var read = await request.BodyReader.ReadAtLeastAsync((int)(request.ContentLength ?? 0), request.HttpContext.RequestAborted);
        var batch = Parse(read.Buffer);
        request.BodyReader.AdvanceTo(read.Buffer.End);
        return batch;
    }

    private static BoundBatch Parse(ReadOnlySequence<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        return JsonSerializer.Deserialize(ref reader, BoundJson.Default.BoundBatch) ?? throw new JsonException();
    }

    private static async Task CopyAsync(NpgsqlDataSource source, List<BoundRow> rows)
    {
        await using var connection = await source.OpenConnectionAsync();
        var columns = BoundColumns.Create();
        await using var writer = await connection.BeginBinaryImportAsync(EmbeddedSql.Text("Bounds.Sql.copy"));
        foreach (var row in rows)
        {
            await writer.StartRowAsync();
            foreach (var column in columns)
            {
                await column.CopyAsync(writer, row);
            }
        }

        await writer.CompleteAsync();
    }
}
