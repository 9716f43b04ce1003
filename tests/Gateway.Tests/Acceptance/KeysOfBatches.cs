using System.Text;
using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>
/// A JSON batch and an upload go to one route, so they share their <c>Idempotency-Key</c>: what comes second with the
/// key of the other is refused, whichever process it reaches.
/// </summary>
public sealed class KeysOfBatches(TwoReplicas replicas) : IClassFixture<TwoReplicas>
{
    private const string Json = "application/json";
    private const string Csv = "text/csv";
    private const string Ndjson = "application/x-ndjson";

    private readonly PrivateGateway _world = replicas.Ready();

    private readonly string _key = Guid.NewGuid().ToString();

    private Api Survivor => replicas.Survivor.Api;

    [Theory]
    [InlineData(Json, Csv)]
    [InlineData(Json, Ndjson)]
    [InlineData(Csv, Json)]
    [InlineData(Ndjson, Json)]
    [InlineData(Csv, Ndjson)]
    public async Task Refuse_the_second_kind(string one, string two)
    {
        var first = await PostAsync(Survivor, one);
        var second = await PostAsync(Survivor, two);
        var again = await PostAsync(Survivor, one);

        Assert.Equal((202, 422, 202), (first.Status, second.Status, again.Status));
        Assert.Equal("idempotency_key_reused", (string?)JsonNode.Parse(second.Text)!["code"]);
        Assert.Equal((first.Text, "true"), (again.Text, again.Headers["Idempotency-Replayed"]));
        Assert.Equal(1, await MessagesAsync());
    }

    [Theory]
    [InlineData(Csv)]
    [InlineData(Ndjson)]
    public async Task Carry_out_one_of_both_that_come_at_once_to_two_processes(string upload)
    {
        await using var other = await _world.StartProcessAsync();
        Task<RawAnswer> one, two;
        await using (await TableLock.TakeAsync(_world.State, "gateway.idempotency_keys", readable: true))
        {
            one = PostAsync(Survivor, Json);
            two = PostAsync(other.Api, upload);
            await Eventually.BeAsync(
                async () => await _world.State.CountAsync("SELECT count(DISTINCT l.pid) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE c.relname = 'idempotency_keys' AND NOT l.granted") == 2,
                "both wait to write the key");
        }

        var answers = await Task.WhenAll(one, two);

        Assert.Equal([202, 422], answers.Select(answer => answer.Status).Order());
        Assert.Equal(1, await MessagesAsync());
        Assert.Equal(answers.Select(answer => answer.Status), [(await PostAsync(other.Api, Json)).Status, (await PostAsync(Survivor, upload)).Status]);
        Assert.Equal(1, await MessagesAsync());
    }

    /// <summary>Both have found the batch; its row decides whose lines are stored.</summary>
    [Theory]
    [InlineData(Csv)]
    [InlineData(Ndjson)]
    public async Task Carry_out_an_upload_once_that_comes_at_once_to_two_processes(string upload)
    {
        await using var other = await _world.StartProcessAsync();
        Task<RawAnswer> one, two;
        await using (await TableLock.TakeAsync(_world.State, "gateway.messages", readable: true))
        {
            (one, two) = (PostAsync(Survivor, upload), PostAsync(other.Api, upload));
            await Eventually.BeAsync(
                async () => await _world.State.CountAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == 2,
                "both want to store the line");
        }

        var answers = (await Task.WhenAll(one, two)).OrderBy(answer => answer.Status).ToList();

        Assert.Equal([202, 409], answers.Select(answer => answer.Status));
        Assert.Equal("upload_conflict", (string?)JsonNode.Parse(answers[1].Text)!["code"]);
        Assert.Equal(1, await MessagesAsync());
        Assert.Equal(answers[0].Text, (await PostAsync(other.Api, upload)).Text);
    }

    [Fact]
    public async Task Are_free_again_when_an_upload_had_no_line_with_a_message()
    {
        var empty = await SendAsync(Survivor, Ndjson, "\n\n");
        var batch = await PostAsync(Survivor, Json);

        Assert.Equal((422, 202), (empty.Status, batch.Status));
        Assert.Equal(1, await MessagesAsync());
    }

    [Fact]
    public async Task Tell_the_id_when_somebody_took_the_batch_of_an_upload_away()
    {
        var id = (string)JsonNode.Parse((await PostAsync(Survivor, Csv)).Text)!["id"]!;
        await _world.State.ExecuteAsync($"DELETE FROM gateway.batches WHERE id = '{id}'");

        var again = await PostAsync(Survivor, Csv);

        var problem = JsonNode.Parse(again.Text)!;
        Assert.Equal((409, "answer_lost", id), (again.Status, (string?)problem["code"], (string?)problem["id"]));
        Assert.Equal(1, await MessagesAsync());
    }

    /// <summary>The upload ended twenty hours after it had begun.</summary>
    [Fact]
    public async Task Live_for_a_day_after_the_end_of_an_upload()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        var start = new DateTimeOffset(2027, 3, 1, 3, 0, 0, TimeSpan.Zero);
        var clock = new FakeTimeProvider(start);
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        Assert.Equal(202, (await PostAsync(gateway.Api, Csv)).Status);
        await world.State.ExecuteAsync("UPDATE gateway.batches SET uploaded_at = uploaded_at + interval '20 hours', touched_at = touched_at + interval '20 hours'");

        clock.SetUtcNow(start.AddHours(43));
        await gateway.RunJobAsync("purge-old");
        Assert.Equal((422, 202), ((await PostAsync(gateway.Api, Json)).Status, (await PostAsync(gateway.Api, Csv)).Status));
        Assert.Equal(1, await world.State.CountAsync("SELECT count(*) FROM gateway.messages"));

        clock.SetUtcNow(start.AddHours(45));
        await gateway.RunJobAsync("purge-old");
        Assert.Equal((202, 422), ((await PostAsync(gateway.Api, Json)).Status, (await PostAsync(gateway.Api, Csv)).Status));
    }

    private Task<RawAnswer> PostAsync(Api api, string contentType) => SendAsync(api, contentType, contentType switch
    {
        Json => $$"""{ "messages": [ { "channel": "sms", "from": "15777985", "to": "01012341234", "text": "a", "reference": "{{_key}}" } ] }""",
        Csv => $"channel,from,to,text,reference\nsms,15777985,01012341234,a,{_key}\n",
        _ => $$"""{ "channel": "sms", "from": "15777985", "to": "01012341234", "text": "a", "reference": "{{_key}}" }""" + "\n",
    });

    /// <summary>Byte by byte, as any client may say it.</summary>
    private async Task<RawAnswer> SendAsync(Api api, string contentType, string body)
    {
        using var connection = await RawConnection.OpenAsync(api.Address);
        await connection.SendAsync(
            $"POST /v1/batches HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer {GatewayProcess.AdminKey}\r\nIdempotency-Key: {_key}\r\nContent-Type: {contentType}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        return await connection.ReceiveAsync() ?? throw new InvalidOperationException("No answer.");
    }

    private Task<long> MessagesAsync() => _world.State.CountAsync($"SELECT count(*) FROM gateway.messages WHERE reference = '{_key}'");
}
