using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>A state database that sorts texts by the rules of a language, as most do that were created without a wish: the gateway compares bytes all the same, which is cheaper.</summary>
public sealed class SortingByLanguage
{
    private const string Language = "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' LOCALE_PROVIDER icu ICU_LOCALE 'en-US'";

    [Fact]
    public async Task Is_left_to_no_text_column()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql, Language);
        await using var gateway = await world.StartAsync();

        // The job engine makes its own tables, while this looks.
        var byLanguage = await world.State.QueryAsync("""
            SELECT a.attrelid::regclass || '.' || a.attname AS name
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE c.relnamespace = 'gateway'::regnamespace AND c.relkind IN ('r', 'p') AND NOT starts_with(c.relname, 'qrtz_') AND a.atttypid = 'text'::regtype AND a.attnum > 0 AND NOT a.attisdropped AND a.attcollation <> '"C"'::regcollation
            """);

        Assert.Equal("icu", (await world.State.QueryAsync("SELECT CASE datlocprovider WHEN 'i' THEN 'icu' END AS provider FROM pg_database WHERE datname = current_database()"))[0]["provider"]);
        Assert.Empty(byLanguage.Select(column => (string)column["name"]!));
    }

    [Fact]
    public async Task Keeps_what_the_planner_is_told_of_the_searched_columns()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql, Language);
        await using var gateway = await world.StartAsync();

        Assert.Equal(0, await world.State.CountAsync("""
            SELECT count(*) FROM pg_attribute a JOIN pg_inherits h ON h.inhrelid = a.attrelid AND h.inhparent = 'gateway.messages'::regclass
            WHERE a.attname IN ('sender', 'recipient', 'reference') AND a.attoptions IS NULL
            """));
    }

    [Fact]
    public async Task Changes_nothing_of_sending_repeating_and_finding()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql, Language);
        await using var gateway = await world.StartAsync();
        const string Body = """{ "channel": "sms", "vendor": "kshot", "from": "15777985", "to": "01012341234", "text": "안녕하세요", "reference": "Order-7" }""";

        var first = await gateway.Api.PostAsync("/v1/messages", Body, ("Idempotency-Key", "a"));
        var again = await gateway.Api.PostAsync("/v1/messages", Body, ("Idempotency-Key", "a"));
        var other = await gateway.Api.PostAsync("/v1/messages", Body.Replace("Order", "order", StringComparison.Ordinal), ("Idempotency-Key", "A"));

        Assert.Equal((202, first.Text, 202), (first.Status, again.Text, other.Status));
        var id = (string)first.Json["messages"]![0]!["id"]!;
        await gateway.Api.ReachesAsync(id, "queued");
        Assert.Equal(id, (string?)Assert.Single((await gateway.Api.GetAsync("/v1/messages?reference=Order-7")).Json["items"]!.AsArray())!["id"]);
        Assert.Equal(2, (await gateway.Api.GetAsync("/v1/messages?to=010-1234-1234")).Json["items"]!.AsArray().Count);
    }
}
