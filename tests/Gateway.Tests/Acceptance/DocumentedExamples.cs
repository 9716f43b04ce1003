using System.Text;
using System.Text.Json.Nodes;
using Gateway.Acceptance.Requests;
using Gateway.Messages;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>What Swagger UI shows really works.</summary>
[Collection(nameof(WaitingVendors))]
public sealed class DocumentedExamples(SharedGateway gateway, WaitingVendors world)
{
    public static TheoryData<string> Names => [.. RequestExamples.Requests.Select(example => example.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Are_accepted_and_handed_over_as_they_stand(string name)
    {
        world.Vendor("kshot", DatabaseKind.PostgreSql);
        var example = RequestExamples.Requests.Single(known => known.Name == name);

        var answer = await world.Api.PostAsync("/v1/messages", await UsableAsync(example.Json));

        Assert.True(answer.Status == 202, answer.ToString());
        Assert.Equal(JsonNode.Parse(RequestExamples.Accepted.Json)!.AsObject().Select(member => member.Key), answer.Json.AsObject().Select(member => member.Key));
        var id = (string)answer.Json["messages"]![0]!["id"]!;

        // What the hour of this test run holds is as documented too.
        var waits = (string?)(await world.Api.GetAsync($"/v1/messages/{id}")).Json["heldUntil"] is not null;
        await world.Api.ReachesAsync(id, waits ? "accepted" : (string?)answer.Json["messages"]![0]!["status"] == "scheduled" ? "scheduled" : "queued");
    }

    /// <summary>The vendor is drawn, but only among those that take it: one of them sends no fallback.</summary>
    [Fact]
    public async Task Find_a_vendor_that_takes_them_however_it_is_drawn()
    {
        world.Vendor("kshot", DatabaseKind.PostgreSql);
        var example = RequestExamples.Requests.Single(known => known.Name == "alimtalk").Json;

        for (var i = 0; i < 20; i++)
        {
            var tried = await world.Api.PostAsync("/v1/messages?dryRun=true", await UsableAsync(example));

            Assert.Equal((200, null), (tried.Status, (string?)tried.Json["refusal"]?["code"]));
        }
    }

    [Fact]
    public void Show_every_channel() => Assert.Equal(
        Enum.GetNames<Channel>().Select(channel => channel.ToLowerInvariant()).Order(),
        RequestExamples.Requests.Select(example => (string)JsonNode.Parse(example.Json)!["channel"]!).Distinct().Order());

    [Fact]
    public async Task Have_the_fields_of_a_real_message()
    {
        var api = gateway.Ready();
        var real = (await api.GetAsync($"/v1/messages/{await api.SendSmsAsync("kpg")}")).Json;

        Assert.Equal(real.AsObject().Select(member => member.Key), JsonNode.Parse(MessageExamples.Delivered.Json)!.AsObject().Select(member => member.Key));
    }

    /// <summary>Each form of a batch as the document shows it for its content type.</summary>
    [Theory]
    [InlineData("application/json", "")]
    [InlineData("application/x-ndjson", "?channel=sms&from=15777985")]
    [InlineData("text/csv", "?channel=sms&from=15777985")]
    public async Task Of_batches_are_accepted_as_they_stand(string contentType, string query)
    {
        using var tenant = await Tenant.CreateAsync(gateway.Ready(), key: """ "test": true """);
        var content = JsonNode.Parse((await tenant.Api.GetAsync("/openapi.json")).Text)!["paths"]!["/v1/batches"]!["post"]!["requestBody"]!["content"]![contentType]!;
        var example = Assert.Single(content["examples"]!.AsObject()).Value!["value"]!;

        var answer = await tenant.Api.PostAsync("/v1/batches" + query, Encoding.UTF8.GetBytes(contentType == "application/json" ? example.ToJsonString() : (string)example!), contentType);

        Assert.Equal("202 2 0", $"{answer.Status} {answer.Json["accepted"]} {answer.Json["rejected"]}");
    }

    [Theory]
    [InlineData("application/json", "one 1, many 2")]
    [InlineData("text/csv", "file 2")]
    public async Task Of_opt_outs_are_accepted_as_they_stand(string contentType, string added)
    {
        using var reader = await Tenant.CreateAsync(gateway.Ready());
        var content = JsonNode.Parse((await reader.Api.GetAsync("/openapi.json")).Text)!["paths"]!["/v1/optouts"]!["post"]!["requestBody"]!["content"]![contentType]!;
        var answers = new List<string>();
        foreach (var (name, example) in content["examples"]!.AsObject())
        {
            using var tenant = await Tenant.CreateAsync(gateway.Ready());
            var body = example!["value"]!;
            var answer = await tenant.Api.PostAsync("/v1/optouts", Encoding.UTF8.GetBytes(contentType == "application/json" ? body.ToJsonString() : (string)body!), contentType);
            Assert.True(answer.Status == 201, answer.ToString());
            answers.Add($"{name} {answer.Json["added"]}");
        }

        Assert.Equal(added, string.Join(", ", answers));
    }

    [Theory]
    [InlineData("application/json", "/v1/templates", "201")]
    [InlineData("text/csv", "/v1/templates/import", "200")]
    public async Task Of_templates_are_accepted_as_they_stand(string contentType, string path, string status)
    {
        using var tenant = await Tenant.CreateAsync(gateway.Ready());
        var paths = JsonNode.Parse((await tenant.Api.GetAsync("/openapi.json")).Text)!["paths"]!;
        foreach (var (name, example) in paths[path]!["post"]!["requestBody"]!["content"]![contentType]!["examples"]!.AsObject())
        {
            var body = example!["value"]!;
            var answer = await tenant.Api.PostAsync(path, Encoding.UTF8.GetBytes(contentType == "application/json" ? body.ToJsonString() : (string)body!), contentType);
            Assert.True($"{answer.Status}" == status, $"{name}: {answer}");
        }

        var change = paths["/v1/templates/{id}"]!["patch"]!["requestBody"]!["content"]!["application/json"]!["examples"]!.AsObject().Single().Value!["value"]!;
        var id = (await tenant.Api.GetAsync("/v1/templates?channel=sms")).Json["items"]![0]!["id"];
        var changed = await tenant.Api.SendAsync(new HttpRequestMessage(HttpMethod.Patch, $"/v1/templates/{id}") { Content = new StringContent(change.ToJsonString(), null, "application/json") });
        Assert.True(changed.Status == 200, changed.ToString());
    }

    [Theory]
    [InlineData("/swagger/index.html", "swagger-ui")]
    [InlineData("/openapi.yaml", "openapi: '3.1")]
    [InlineData("/openapi.json", "\"openapi\"")]
    public async Task Are_served_without_a_key(string path, string expected)
    {
        gateway.Ready();
        using var nobody = new Api(gateway.Api.Address, null);

        var answer = await nobody.GetAsync(path);

        Assert.Equal(200, answer.Status);
        Assert.Contains(expected, answer.Text);
    }

    /// <summary>The writer of YAML leaves quotes away where it sees no number, and a browser then reads one.</summary>
    [Fact]
    public async Task Keep_digits_a_text_when_they_are_one()
    {
        var document = (await gateway.Ready().GetAsync("/openapi.yaml")).Text;

        Assert.DoesNotMatch(@"\w+: [0-9]{12,}\s", document);
    }

    /// <summary>With the two things that a document cannot hold: ids of files that exist, and a time that stays in the future.</summary>
    private async Task<string> UsableAsync(string json)
    {
        foreach (var (id, sample) in new[] { (RequestExamples.Picture, "jpeg 640x480"), (RequestExamples.Document, "%PDF-1.7"), (RequestExamples.Scenario, "<?xml version=\"1.0\"?>\\n<vxml version=\"2.0\">") })
        {
            json = json.Contains(id, StringComparison.Ordinal) ? json.Replace(id, await world.UploadAsync(sample, "a.txt"), StringComparison.Ordinal) : json;
        }

        var body = JsonNode.Parse(json)!.AsObject();
        if (body.ContainsKey("scheduledAt"))
        {
            body["scheduledAt"] = TimeProvider.System.GetUtcNow().AddDays(1);
        }

        return body.ToJsonString();
    }
}
