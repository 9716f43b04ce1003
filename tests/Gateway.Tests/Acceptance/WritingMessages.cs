using Gateway.Acceptance.Store;
using Gateway.Platform.Storage;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>The ways in which an accepted message is written: straight into its month's table, through the parent table, and by COPY.</summary>
public sealed class WritingMessages
{
    [Theory]
    [InlineData("copy-messages")]
    [InlineData("upsert-new")]
    [InlineData("insert-new")]
    public void Every_statement_names_the_columns_of_a_message_in_their_order(string statement) =>
        Assert.Contains("(" + Names(MessageColumns.Messages) + ")", Sql.Text("Acceptance.Store.Sql." + statement));

    [Theory]
    [InlineData("upsert-new")]
    [InlineData("insert-new")]
    public void Every_array_stands_where_its_column_stands(string statement) =>
        Assert.Contains(string.Join(", ", MessageColumns.Messages.Select(column => "@" + column.Name)), Sql.Text("Acceptance.Store.Sql." + statement));

    [Theory]
    [InlineData("copy-inflight")]
    [InlineData("upsert-new")]
    [InlineData("insert-new")]
    public void Every_statement_names_the_columns_of_the_work_in_their_order(string statement) =>
        Assert.Contains("(" + Names(MessageColumns.Inflight) + ")", Sql.Text("Acceptance.Store.Sql." + statement));

    [Fact]
    public async Task Stores_and_counts_a_message_whose_month_has_no_table()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        clock.Advance(TimeSpan.FromDays(200));

        var id = await gateway.Api.SendSmsAsync("kshot", more: """, "scheduledAt": "2030-01-01T00:00:00Z", "expireHours": 1 """.Replace("2030-01-01T00:00:00Z", clock.GetUtcNow().AddDays(1).ToString("O"), StringComparison.Ordinal));

        Assert.Equal("scheduled", await gateway.Api.StatusAsync(id));
        Assert.Equal(1, await world.State.CountAsync("SELECT count(*) FROM gateway.messages_default"));
        Assert.Equal(1, await world.State.CountAsync("SELECT sum(count)::bigint FROM gateway.stat_deltas"));
    }

    [Fact]
    public async Task Recipients_of_one_request_wait_in_the_order_in_which_they_were_given()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
        var numbers = Enumerable.Range(0, 50).Select(n => $"010{90_000_000 - (n * 7919)}").ToList();

        var answer = await gateway.Api.PostAsync("/v1/messages", $$"""
            { "channel": "sms", "from": "15777985", "text": "x", "scheduledAt": "{{TimeProvider.System.GetUtcNow().AddDays(2):O}}", "to": ["{{string.Join("\", \"", numbers)}}"] }
            """);

        Assert.Equal(202, answer.Status);
        Assert.Equal(1, await world.State.CountAsync($"SELECT count(*) FROM (SELECT string_agg(recipient, ',' ORDER BY id) AS numbers FROM gateway.messages) AS sent WHERE numbers = '{string.Join(',', numbers)}'"));
    }

    private static string Names(IReadOnlyList<MessageColumn> columns) => string.Join(", ", columns.Select(column => column.Name));
}
