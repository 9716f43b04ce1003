using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Dispatch;

/// <summary>A row that the vendor's table cannot hold fails alone, and its result says why.</summary>
public sealed class TellingWhyARowIsRefused
{
    private const string OddLetter =
        "The message breaks the vendor's format rules. "
        + "The character set of the vendor's column message lacks U+1F389 🎉.";

    [Fact]
    public async Task Names_the_letter_and_the_column_on_MariaDB()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.MySql);
        await PrepareAsync(world);
        await world.Vendor.ExecuteAsync("ALTER TABLE agent_msgqueue CONVERT TO CHARACTER SET euckr");
        await using var gateway = await world.StartAsync();

        await Fails(gateway.Api, "축하 🎉", OddLetter);

        Assert.Equal(
            "The column message of agent_msgqueue has the character set euckr, which lacks letters of Kakao texts, such as emoji: "
            + "messages with one fail. Run: ALTER TABLE agent_msgqueue CONVERT TO CHARACTER SET utf8mb4",
            (string)(await gateway.Api.GetAsync("/health/ready")).Json["hints"]!["kshot"]![0]!);
    }

    [Fact]
    public async Task Names_the_letter_and_the_column_on_PostgreSQL()
    {
        var world = await PrivateGateway.CreateAsync(
            DatabaseKind.PostgreSql, vendorOptions: "ENCODING 'EUC_KR' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
        await PrepareAsync(world);
        await using var gateway = await world.StartAsync();

        await Fails(gateway.Api, "축하 🎉", OddLetter);

        Assert.Contains("character set EUC_KR", (string)(await gateway.Api.GetAsync("/health/ready")).Json["hints"]!["kshot"]![0]!);
    }

    [Theory]
    [InlineData(DatabaseKind.MySql, "ALTER TABLE agent_msgqueue MODIFY message varchar(10)", ": it has 12.")]
    [InlineData(DatabaseKind.PostgreSql, "ALTER TABLE agent_msgqueue ALTER message TYPE varchar(10)", " of 10 letters: it has 12.")]
    public async Task Names_the_column_that_is_too_narrow(DatabaseKind kind, string narrow, string told)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        await using var gateway = await world.StartAsync();
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "queued");
        await world.Vendor.ExecuteAsync(narrow);

        await Fails(
            gateway.Api,
            "가나다라마바사아자차카타",
            "The message breaks the vendor's format rules. The text is too long for the vendor's column message" + told);
    }

    [Fact]
    public async Task Has_no_hint_where_every_letter_has_room()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.MySql);
        await using var gateway = await world.StartAsync();
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "queued");

        Assert.Equal("{}", (await gateway.Api.GetAsync("/health/ready")).Json["hints"]!.ToJsonString());
    }

    private static async Task PrepareAsync(PrivateGateway world)
    {
        await using var first = await world.StartAsync();
        await first.Api.ReachesAsync(await first.Api.SendSmsAsync("kshot"), "queued");
    }

    /// <summary>One fails, and those around it go.</summary>
    private static async Task Fails(Api api, string text, string description)
    {
        var answer = await api.PostAsync("/v1/messages", $$"""
            { "channel": "alimtalk", "vendor": "kshot", "from": "15777985", "text": "#{t}",
              "to": [
                { "phone": "01012341234", "variables": { "t": "안녕" } },
                { "phone": "01012341235", "variables": { "t": "{{text}}" } },
                { "phone": "01012341236", "variables": { "t": "안녕" } } ],
              "kakao": { "senderKey": "k", "templateCode": "t" } }
            """);
        Assert.True(answer.Status == 202, answer.ToString());
        var ids = answer.Json["messages"]!.AsArray().Select(message => (string)message!["id"]!).ToList();

        await api.ReachesAsync(ids[0], "queued");
        await api.ReachesAsync(ids[1], "failed");
        await api.ReachesAsync(ids[2], "queued");

        var result = (await api.GetAsync($"/v1/messages/{ids[1]}")).Json["result"]!;
        Assert.Equal(description, (string)result["description"]!);
        Assert.Equal("E_INVALID_FORMAT", (string)result["name"]!);
    }
}
