using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>A message that no vendor can carry says which setting is missing.</summary>
public sealed class TellingWhatVendorsLack(SharedGateway shared)
{
    [Theory]
    [InlineData("mms", "")]
    [InlineData("fax", "")]
    [InlineData("mms", "\"vendor\": \"kpg\", ")]
    public async Task Names_the_setting_when_a_channel_needs_files(string channel, string vendor)
    {
        var answer = await shared.Ready().PostAsync(
            "/v1/messages",
            $$"""{ "channel": "{{channel}}", {{vendor}}"from": "15777985", "to": "01012341234", "text": "a" }""");

        Assert.Equal(422, answer.Status);
        Assert.Contains("Attachments:WriteTo of kpg is not set.", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_no_setting_when_no_agent_has_the_channel()
    {
        var answer = await shared.Ready().PostAsync(
            "/v1/messages", """{ "channel": "voice", "from": "15777985", "to": "01012341234", "text": "a" }""");

        Assert.Equal(422, answer.Status);
        Assert.DoesNotContain("is not set", answer.Text, StringComparison.Ordinal);
    }
}
