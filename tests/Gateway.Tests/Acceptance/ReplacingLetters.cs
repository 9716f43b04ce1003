using System.Text;
using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>Letters that a vendor lacks: refused with a remedy, or with <c>onUnmappable: replace</c> written otherwise and told.</summary>
[Collection(nameof(WaitingVendors))]
public sealed class ReplacingLetters(WaitingVendors world)
{
    private const string Replace = """ "onUnmappable": "replace" """;

    private static readonly Encoding Korean = LoadKorean();

    [Fact]
    public async Task Refuses_with_what_would_do_for_each_letter()
    {
        var answer = await PostAsync("kshot", "sms", "₩12,000 – 내일까지 • 할인 ✓ 😀", """ "onUnmappable": "reject" """);

        Assert.Equal((422, "/text unmappable_text"), (answer.Status, Faults(answer)));
        Assert.Equal(
            "Korean phones cannot show: U+20A9 ₩ at 0 (￦ would do); U+2013 – at 8 (- would do); U+2022 • at 15 (· would do); "
            + "U+2713 ✓ at 20 (V would do); U+1F600 😀 at 22 (places counted in characters from 0). Or say onUnmappable: replace.",
            (string?)answer.Json["errors"]![0]!["detail"]);
    }

    [Theory]
    [InlineData("kshot")]
    [InlineData("bizppurio")]
    [InlineData("xroshot")]
    [InlineData("emma")]
    [InlineData("lguplus")]
    public async Task Writes_what_would_do_and_says_so(string vendor)
    {
        using var tenant = await Tenant.CreateAsync(world.Api);

        var sent = await tenant.Api.PostAsync("/v1/messages", Body(vendor, "sms", "₩12,000 – 내일까지 • 할인 ✓\u200b –", Replace));

        var told = """[{"codePoint":"U+20A9","letter":"₩","by":"￦","count":1},{"codePoint":"U+2013","letter":"–","by":"-","count":2},{"codePoint":"U+2022","letter":"•","by":"·","count":1},{"codePoint":"U+2713","letter":"✓","by":"V","count":1},{"codePoint":"U+200B","by":"","count":1}]""";
        Assert.True(sent.Status == 202, sent.ToString());
        var id = (string)sent.Json["messages"]![0]!["id"]!;
        var message = (await tenant.Api.GetAsync($"/v1/messages/{id}")).Json;
        Assert.Equal("￦12,000 - 내일까지 · 할인 V -", (string?)message["text"]);
        Assert.Equal((told, told), (Json(sent.Json["messages"]![0]!["replacements"]), Json(message["replacements"])));
        await tenant.Api.ReachesAsync(id, "queued");
        var happened = await Eventually.GetAsync(async () => (await tenant.Api.GetAsync("/v1/events")).Json["items"]!.AsArray(), seen => seen.Count > 0, "there is an event");
        Assert.Equal(told, Json(happened[0]!["data"]!["replacements"]));
    }

    [Fact]
    public async Task Refuses_what_is_not_in_the_table_and_names_only_that()
    {
        var answer = await PostAsync("kshot", "sms", "₩12,000 – 내일까지 • 할인 ✓ 😀", Replace);

        Assert.Equal((422, "/text unmappable_text"), (answer.Status, Faults(answer)));
        Assert.Equal("Korean phones cannot show: U+1F600 😀 at 22 (places counted in characters from 0).", (string?)answer.Json["errors"]![0]!["detail"]);
    }

    [Theory]
    [InlineData("인증번호\u00a0482913\u200b", "인증번호 482913")]
    [InlineData("확인\u3164", "확인")]
    [InlineData("10,000\u00ad원", "10,000원")]
    [InlineData("\ufeff안녕", "안녕")]
    [InlineData("\u202d010-1234-1234\u202c", "010-1234-1234")]
    public async Task Refuses_invisible_letters_without_printing_them_and_leaves_them_out_when_asked_to(string text, string written)
    {
        var refused = await PostAsync("kshot", "sms", text);
        var sent = await PostAsync("kshot", "sms", text, Replace);

        Assert.Equal((422, "/text unmappable_text"), (refused.Status, Faults(refused)));
        Assert.DoesNotContain(text.EnumerateRunes(), letter => letter.Value > 0x7F && !Rune.IsLetter(letter) && refused.Text.Contains(letter.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain('\u3164', refused.Text);
        Assert.Equal(written, (string?)(await MessageAsync(sent))["text"]);
    }

    [Fact]
    public async Task Sends_nothing_when_nothing_is_left()
    {
        var answer = await PostAsync("kshot", "sms", "\u200b\u3164", Replace);

        Assert.Equal((422, "/text required"), (answer.Status, Faults(answer)));
    }

    /// <summary>What is counted is what is written: 44 letters and a line break of two bytes are 90 bytes.</summary>
    [Theory]
    [InlineData("가", 45, "", 90)]
    [InlineData("·", 45, "a", 91)]
    [InlineData("가", 44, "\r\n", 90)]
    [InlineData("가", 44, "\r\n\n", 91)]
    [InlineData("•", 45, "", 90)]
    [InlineData("가", 44, "–\u200b–", 90)]
    [InlineData("가", 44, "⑳", 92)]
    [InlineData("é", 90, "", 90)]
    public async Task Counts_the_bytes_that_are_written(string letter, int times, string more, int bytes)
    {
        var text = string.Concat(Enumerable.Repeat(letter, times)) + more;

        var sent = await PostAsync("kshot", "sms", text, Replace);
        var upgraded = await PostAsync("kshot", "sms", text, Replace + """, "onTooLong": "upgrade" """);

        Assert.Equal(bytes <= 90 ? (202, "sms") : (422, "lms"), (sent.Status, (string?)(await MessageAsync(upgraded))["channel"]));
        var message = await MessageAsync(upgraded);
        await world.Api.ReachesAsync((string)message["id"]!, "queued");
        var row = (await world.Databases["kshot"].QueryAsync($"SELECT message AS written FROM agent_msgqueue WHERE etc1 = '{Guid.Parse((string)message["id"]!):N}'")).Single();
        Assert.Equal((bytes, (string?)message["text"]), (Korean.GetByteCount((string)row["written"]!), (string)row["written"]!));
    }

    [Fact]
    public async Task Writes_names_and_subjects_as_the_vendor_can_and_leaves_the_sender_s_own_words()
    {
        var sent = await world.Api.PostAsync("/v1/messages", $$"""
            { "channel": "lms", "vendor": "{{world.Vendor("bizppurio", DatabaseKind.PostgreSql)}}", "from": "15777985", {{Replace}}, "subject": "Café – #{v}", "text": "#{v}",
              "reference": "é", "metadata": { "a": "é" },
              "to": [ { "phone": "01012341234", "name": "José", "variables": { "v": "•" } }, { "phone": "01012341235", "variables": { "v": "a" } } ] }
            """);

        Assert.True(sent.Status == 202, sent.ToString());
        var first = await MessageAsync(sent);
        Assert.Equal(("Cafe - ·", "·", "Jose", "é", "é"), ((string?)first["subject"], (string?)first["text"], (string?)first["to"]!["name"], (string?)first["reference"], (string?)first["metadata"]!["a"]));
        Assert.Equal(["U+00E9 2", "U+2013 1", "U+2022 2"], Counts(sent.Json["messages"]![0]!));
        Assert.Equal(["U+00E9 1", "U+2013 1"], Counts(sent.Json["messages"]![1]!));
    }

    [Fact]
    public async Task Makes_no_separator_of_recipients_out_of_another_letter()
    {
        var answer = await world.Api.PostAsync("/v1/messages", $$"""
            { "channel": "sms", "vendor": "{{world.Vendor("xroshot", DatabaseKind.PostgreSql)}}", "from": "15777985", {{Replace}}, "text": "a", "to": { "phone": "01012341234", "name": "a¦01099999999" } }
            """);

        Assert.Equal((422, "/to/name invalid_name"), (answer.Status, Faults(answer)));
    }

    [Fact]
    public async Task Leaves_a_kakao_text_and_changes_what_is_sent_instead_as_sms()
    {
        const string kakao = """ "kakao": { "senderKey": "k", "templateCode": "t" } """;
        var byVendor = await PostAsync("bizppurio", "alimtalk", "₩100 🎉\u200b", $$"""{{Replace}}, {{kakao}}, "fallback": { "channel": "sms", "text": "₩100" } """);
        var same = await PostAsync("bizppurio", "alimtalk", "₩100", $$"""{{Replace}}, {{kakao}}, "fallback": { "channel": "sms" } """);
        var emoji = await PostAsync("bizppurio", "alimtalk", "₩100 🎉", $$"""{{Replace}}, {{kakao}}, "fallback": { "channel": "sms" } """);

        Assert.Equal("₩100 🎉\u200b", (string?)(await MessageAsync(byVendor))["text"]);
        Assert.Equal(["U+20A9 1"], Counts(await MessageAsync(byVendor)));
        Assert.Equal("₩100", (string?)(await MessageAsync(same))["text"]);
        Assert.Equal((422, "/text unmappable_text"), (emoji.Status, Faults(emoji)));
        var id = (string)(await MessageAsync(same))["id"]!;
        await world.Api.ReachesAsync(id, "queued");
        Assert.Equal(1, await world.Databases["bizppurio"].CountAsync($"SELECT count(*) FROM BIZ_MSG WHERE CMID = '{Guid.Parse(id):N}' AND MSG_BODY = '₩100' AND RE_BODY = '￦100'"));
    }

    [Fact]
    public async Task Says_what_was_replaced_in_a_batch_and_takes_it_from_column_and_query()
    {
        using var tenant = await Tenant.CreateAsync(world.Api);
        var vendor = world.Vendor("kshot", DatabaseKind.PostgreSql);

        var json = await tenant.Api.PostAsync("/v1/batches", $$"""
            { "defaults": { "channel": "sms", "vendor": "{{vendor}}", "from": "15777985", "text": "₩1", {{Replace}} }, "messages": [ { "to": "01012341234" }, { "to": "01012341235" }, { "to": "01012341236", "text": "a" } ] }
            """);
        var column = await UploadAsync(tenant, vendor, "", "to,text,onUnmappable\n01012341234,₩2,replace\n01012341235,₩3,\n01012341236,₩4,maybe\n");
        var query = await UploadAsync(tenant, vendor, "&onUnmappable=replace", "to,text\n01012341234,₩5\n");
        var wrong = await UploadAsync(tenant, vendor, "&onUnmappable=maybe", "to,text\n01012341234,₩6\n");

        Assert.Equal((202, """[{"codePoint":"U+20A9","letter":"₩","by":"￦","count":2}]"""), (json.Status, Json(json.Json["replacements"])));
        Assert.Equal("202 1 2", $"{column.Status} {column.Json["accepted"]} {column.Json["rejected"]}");
        Assert.Equal("202 1 400", $"{query.Status} {query.Json["accepted"]} {wrong.Status}");
        var texts = (await tenant.Api.GetAsync("/v1/messages")).Json["items"]!.AsArray().Select(message => (string?)message!["text"]);
        Assert.Equal(["￦1", "￦1", "￦2", "￦5", "a"], texts.Order(StringComparer.Ordinal).OrderBy(text => text!.Length == 1));
    }

    [Fact]
    public async Task Takes_what_was_replaced_and_what_was_typed_so_for_one_content()
    {
        using var tenant = await Tenant.CreateAsync(world.Api, """, "duplicateWindowSeconds": 60 """);

        var replaced = await tenant.Api.PostAsync("/v1/messages", Body("kshot", "sms", "₩1", Replace));
        var typed = await tenant.Api.PostAsync("/v1/messages", Body("kshot", "sms", "￦1", Replace));

        Assert.Equal((202, 409), (replaced.Status, typed.Status));
    }

    private static Encoding LoadKorean()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(949, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
    }

    private static Task<Answer> UploadAsync(Tenant tenant, string vendor, string query, string csv) =>
        tenant.Api.PostAsync($"/v1/batches?channel=sms&from=15777985&vendor={vendor}{query}", Encoding.UTF8.GetBytes(csv), "text/csv");

    private static string Faults(Answer answer) => string.Join(", ", answer.Json["errors"]!.AsArray().Select(fault => $"{fault!["pointer"]} {fault["code"]}"));

    private static string? Json(JsonNode? node) => node?.ToJsonString(new(System.Text.Json.JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static IEnumerable<string> Counts(JsonNode message) => (message["replacements"]?.AsArray() ?? []).Select(replaced => $"{replaced!["codePoint"]} {replaced["count"]}").Order(StringComparer.Ordinal);

    private async Task<JsonNode> MessageAsync(Answer sent)
    {
        Assert.True(sent.Status == 202, sent.ToString());
        return (await world.Api.GetAsync($"/v1/messages/{sent.Json["messages"]![0]!["id"]}")).Json;
    }

    private Task<Answer> PostAsync(string vendor, string channel, string text, string more = """ "reference": null """) => world.Api.PostAsync("/v1/messages", Body(vendor, channel, text, more));

    private string Body(string vendor, string channel, string text, string more) => $$"""
        { "channel": "{{channel}}", "vendor": "{{world.Vendor(vendor, DatabaseKind.PostgreSql)}}", "from": "15777985", "to": "01012341234", "text": {{JsonValue.Create(text).ToJsonString()}}, {{more}} }
        """;
}
