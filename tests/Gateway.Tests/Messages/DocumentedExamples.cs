using Gateway.Messages;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Messages;

/// <summary>What Swagger UI shows really works.</summary>
public sealed class DocumentedExamples(SharedGateway gateway)
{
    public static TheoryData<string> Names => [.. MessageExamples.Requests.Select(example => example.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Are_accepted_as_they_stand(string name)
    {
        var example = MessageExamples.Requests.Single(known => known.Name == name);

        var answer = await gateway.Ready().PostAsync("/v1/messages", example.Json);

        Assert.Equal(202, answer.Status);
        Assert.Equal(
            System.Text.Json.Nodes.JsonNode.Parse(MessageExamples.Accepted.Json)!.AsObject().Select(member => member.Key),
            answer.Json.AsObject().Select(member => member.Key));
    }

    [Fact]
    public async Task Have_the_fields_of_a_real_message()
    {
        var api = gateway.Ready();
        var real = (await api.GetAsync($"/v1/messages/{await api.SendSmsAsync("kpg")}")).Json;

        Assert.Equal(real.AsObject().Select(member => member.Key), System.Text.Json.Nodes.JsonNode.Parse(MessageExamples.Delivered.Json)!.AsObject().Select(member => member.Key));
    }

    [Theory]
    [InlineData("/swagger/index.html", "swagger-ui")]
    [InlineData("/openapi.yaml", "openapi: 3.0")]
    [InlineData("/openapi.json", "\"openapi\"")]
    public async Task Are_served_without_a_key(string path, string expected)
    {
        gateway.Ready();
        using var nobody = new Api(gateway.Api.Address, null);

        var answer = await nobody.GetAsync(path);

        Assert.Equal(200, answer.Status);
        Assert.Contains(expected, answer.Text);
    }
}
