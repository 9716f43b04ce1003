using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>
/// Kakao carries messages to people in other countries (<c>kakao.nationCode</c>): each is one person in every form of
/// their number, and never somebody in Korea whose number has the same digits.
/// </summary>
[Collection(nameof(WaitingVendors))]
public sealed class SendingAbroad(WaitingVendors world)
{
    private const string Stored = "09012345678";

    /// <summary>Tokyo's 03-1234-5678; the same digits are 031-234-5678 in Korea.</summary>
    private const string Tokyo = "0312345678";

    private static readonly string[] Forms =
    [
        "09012345678", "090-1234-5678", "０９０－１２３４－５６７８", "+81 90-1234-5678", "+81 (0)90 1234 5678", "tel:+819012345678",
        "＋８１ ９０ １２３４ ５６７８", "0081 90 1234 5678", "81-90-1234-5678", "\u202d+81\u00a090‑1234‑5678\u202c",
    ];

    private readonly string _vendor = world.Vendor("bizppurio", DatabaseKind.PostgreSql);

    [Fact]
    public async Task Finds_one_person_in_every_form()
    {
        using var tenant = await Tenant.CreateAsync(world.Api);

        foreach (var form in Forms)
        {
            var sent = await tenant.Api.PostAsync("/v1/messages", Talk(form, "81"));
            Assert.Equal((form, Stored), (form, Sent(sent)));
        }

        foreach (var form in Forms.Where(form => !form.StartsWith("81", StringComparison.Ordinal) && !form.StartsWith("00", StringComparison.Ordinal)))
        {
            var found = await tenant.Api.GetAsync($"/v1/messages?limit=200&to={Uri.EscapeDataString(form)}");
            Assert.True(found.Status == 200, $"{form}: {found}");
            Assert.Equal((form, Forms.Length), (form, found.Json["items"]!.AsArray().Count));
        }
    }

    [Theory]
    [InlineData("+81 90-1234-5678", "090-1234-5678", "81", "opted_out")]
    [InlineData("＋81 (0)90 1234 5678", "+819012345678", "81", "opted_out")]
    [InlineData("+81 3-1234-5678", "03-1234-5678", "81", "opted_out")]
    [InlineData("+81 3-1234-5678", "031-234-5678", null, Tokyo)]
    [InlineData("031-234-5678", "+81 3-1234-5678", "81", Tokyo)]
    [InlineData("031-234-5678", "031-234-5678", null, "opted_out")]
    public async Task Keeps_who_refused_and_nobody_with_the_same_digits(string refused, string to, string? nation, string sent)
    {
        using var tenant = await Tenant.CreateAsync(world.Api);
        var added = await tenant.Api.PostAsync("/v1/optouts", $$"""{ "number": {{Json(refused)}} }""");
        Assert.True(added.Status == 201, added.ToString());

        var answer = await tenant.Api.PostAsync("/v1/messages", Talk(to, nation));

        Assert.Equal(sent, Sent(answer));
        Assert.Single((await tenant.Api.GetAsync($"/v1/optouts?number={Uri.EscapeDataString(refused)}")).Json["items"]!.AsArray());
    }

    [Theory]
    [InlineData("+1 650 253 0000")]
    [InlineData("090-1234-5678")]
    [InlineData("+81 1")]
    public async Task Takes_no_refusal_of_a_number_that_gets_nothing_or_of_no_country(string number)
    {
        using var tenant = await Tenant.CreateAsync(world.Api);

        var answer = await tenant.Api.PostAsync("/v1/optouts", $$"""{ "number": {{Json(number)}} }""");

        Assert.Equal("422 invalid_phone", $"{answer.Status} {answer.Json["errors"]![0]!["code"]}");
    }

    private string Talk(string to, string? nation) => $$"""
        { "channel": "friendtalk", "vendor": "{{_vendor}}", "from": "15777985", "to": {{Json(to)}}, "text": "a", "purpose": "advertisement",
          "kakao": { "senderKey": "k"{{(nation is null ? "" : $", \"nationCode\": \"{nation}\"")}} } }
        """;

    private static string Json(string text) => JsonValue.Create(text).ToJsonString();

    private static string Sent(Answer answer) => answer.Status == 202
        ? (string)answer.Json["messages"]![0]!["to"]!
        : answer.Json["errors"] is JsonArray { Count: > 0 } faults ? (string)faults[0]!["code"]! : answer.ToString();
}
