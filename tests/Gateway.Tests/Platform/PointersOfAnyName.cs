using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>A client makes up names: of metadata, variables, fields that do not exist. In a pointer they stand as RFC 6901 says.</summary>
public sealed class PointersOfAnyName(SharedGateway gateway)
{
    private readonly Api _api = gateway.Ready();

    [Theory]
    [InlineData("/v1/messages", """{ "channel": "sms", "from": "15777985", "to": "01012341234", "text": "a", "a/b~c": 1 }""", "/a~1b~0c")]
    [InlineData(
        "/v1/messages",
        """{ "channel": "sms", "from": "15777985", "to": "01012341234", "text": "a", "metadata": { "a/b~c": null } }""",
        "/metadata/a~1b~0c")]
    [InlineData(
        "/v1/messages",
        """{ "channel": "sms", "from": "15777985", "to": "01012341234", "text": "a", "metadata": { "a/b~c": "\u0000" } }""",
        "/metadata/a~1b~0c")]
    [InlineData(
        "/v1/messages",
        """{ "channel": "sms", "from": "15777985", "to": { "phone": "01012341234", "variables": { "a/b~c": null } }, "text": "#{a/b~c}" }""",
        "/to/variables/a~1b~0c")]
    [InlineData(
        "/v1/messages",
        """{ "channel": "sms", "from": "15777985", "to": { "phone": "01012341234", "variables": {} }, "text": "#{a/b~c}" }""",
        "/to/variables/a~1b~0c")]
    [InlineData(
        "/v1/batches",
        """{ "messages": [{ "channel": "sms", "from": "15777985", "to": "01012341234", "text": "a", "metadata": { "a/b~c": null } }] }""",
        "/messages/0/metadata/a~1b~0c")]
    [InlineData("/v1/accounts", """{ "name": "a", "a/b~c": 1 }""", "/a~1b~0c")]
    [InlineData("/v1/webhooks", """{ "url": "https://example.com/", "a/b~c": 1 }""", "/a~1b~0c")]
    [InlineData("/v1/senders", """{ "number": "15777985", "a/b~c": 1 }""", "/a~1b~0c")]
    public async Task Are_escaped(string route, string body, string pointer)
    {
        var answer = await _api.PostAsync(route, body);

        Assert.Contains(pointer, answer.Json["errors"]!.AsArray().Select(fault => (string)fault!["pointer"]!));
    }

    [Fact]
    public async Task Are_escaped_in_warnings()
    {
        using var tenant = await Tenant.CreateAsync(_api, key: """ "test": true """);

        var answer = await tenant.Api.PostAsync("/v1/messages", """
            { "channel": "sms", "from": "15777985", "text": "a", "to": { "phone": "01012341234", "variables": { "a/b~c": "x" } } }
            """);

        Assert.Equal("/to/variables/a~1b~0c", (string?)answer.Json["warnings"]![0]!["pointer"]);
    }

    [Fact]
    public async Task Are_escaped_in_parts_of_a_form()
    {
        var body = "--x\r\nContent-Disposition: form-data; name=\"a~b\"\r\n\r\nhello\r\n--x--\r\n"u8.ToArray();

        var answer = await _api.PostAsync("/v1/files", body, "multipart/form-data; boundary=x");

        Assert.Equal(["/a~0b"], answer.Json["errors"]!.AsArray().Select(fault => (string)fault!["pointer"]!));
    }
}
