using Microsoft.Playwright;
using Xunit;

namespace Gateway.Tests.Insight.Pages;

/// <summary>What holds for all pages, in both languages and colours, on a desk and on a phone.</summary>
public sealed class EveryPage(ConsoleWorld world)
{
    private const int Phone = 390;

    private static readonly string[] Fixed = ["", "messages", "send", "campaigns", "campaigns/new", "not-there"];

    [Theory]
    [InlineData("ko-KR", ColorScheme.Light, 1280)]
    [InlineData("en-US", ColorScheme.Dark, 1280)]
    [InlineData("ko-KR", ColorScheme.Dark, Phone)]
    [InlineData("en-US", ColorScheme.Light, Phone)]
    public async Task Is_open_to_all_keeps_the_policy_and_is_as_wide_as_the_screen(string language, ColorScheme colours, int width)
    {
        await using var reader = await world.OpenAsync(language, colours, width, width == Phone ? 844 : 900);
        var sent = await (await world.AdminAsync()).PostAsync("/v1/messages", """{ "channel": "sms", "from": "15777985", "to": "01055500009", "text": "안녕하세요. 주문하신 상품이 오늘 출발했습니다." }""");
        var batch = await (await world.AdminAsync()).PostAsync("/v1/batches", """{ "name": "7월 청구", "defaults": { "channel": "sms", "from": "15777985", "text": "청구서입니다" }, "messages": [ { "to": "01055500011" }, { "to": "01055509907" } ] }""");
        await reader.SignInAsync();
        var wrong = new List<string>();
        foreach (var path in Fixed.Append($"messages/{sent.Json["messages"]![0]!["id"]}").Append($"campaigns/{batch.Json["id"]}"))
        {
            await reader.GoAsync(path);
            wrong.AddRange((await reader.ViolationsAsync()).Select(found => $"{path}: {found}"));
            var wide = await reader.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
            if (wide > width)
            {
                wrong.Add($"{path}: {wide} pixels wide");
            }

            await reader.ShootAsync($"{(path == "" ? "overview" : path.Split('/') is [var page, { Length: 36 }] ? page[..^1] : path.Replace('/', '-'))}-{language[..2]}-{(width == Phone ? "phone" : "desk")}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.All(reader.Complaints, line => Assert.Contains("404", line));
    }
}
