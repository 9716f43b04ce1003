using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Gateway.Tests.Hostile;

/// <summary>
/// Bodies that are almost right: an example of the document, or its schema filled with sensible values, with a few things broken in it. Ids of things that exist stand as
/// <c>~kind:number~</c> and are filled in when the request is sent.
/// </summary>
internal sealed class AnyBody(JsonNode document, IReadOnlyList<string> vendors)
{
    /// <summary>One in so many optional members is there.</summary>
    private const int Presence = 6;

    private const int MaxDepth = 6;

    /// <summary>What may be repeated a thousand times without hiding behind the limits of a body.</summary>
    private const int Small = 200;

    /// <summary>Endpoints that nobody serves, in a network that is not allowed: what is delivered to them goes nowhere.</summary>
    private static readonly string[] Urls = ["http://127.0.0.1:9/a", "https://127.0.0.1:9/b?c=d"];

    private static readonly string[] Phones = ["01012341234", "010-1234-9999", "+82 10-1234-1234", "0212345678", "01000000405", "０１０１２３４１２３４", "tel:010\u20111234\u20111234", "082-2-1234-5678", "010-1234-1234, 010-5678-5678"];
    private static readonly string[] Senders = ["15777985", "1577-7985", "0225777985", "02-1577-7985", "1366"];
    private static readonly string[] Texts = ["안녕하세요", "#{name}님, 안녕하세요", "(광고) 무료수신거부 080-123-1234", "a"];

    private const int End = 10_000;

    private static readonly Gen<int> Anywhere = Gen.Choose(0, End);
    private static readonly Gen<Broken> HowBroken = Gen.Frequency((3, Gen.Constant(Broken.Not)), (1, Gen.Elements(Enum.GetValues<Broken>())));
    private static readonly Gen<bool> YesOrNo = Gen.Elements(true, false);
    private static readonly Gen<string> LineEnds = Gen.Elements("\n", "\n", "\r\n", "\r", "\n\n", "\0", "");
    private static readonly Gen<int> Times = Gen.Elements(0, 0, 1, 1, 1, 1, 2, 2, 3);
    private static readonly Gen<Func<FuzzJson, FuzzJson>> Change = AnyChange();

    private static readonly Gen<System.Collections.Generic.List<string>> Rows = Gen.ListOf(
        Gen.ListOf(Gen.Frequency((4, Gen.Elements(Phones)), (3, Gen.Elements(Texts)), (1, Gen.Elements("high", "bulk", "\"normal,bulk\"", "\"sms,lms\"", "NORMAL ", "1", "", "\"a,b\"", "\"a\"\"b\"", "\"open", "a\"b")), (2, AnyValue.Text)))
            .Select(cells => string.Join(',', cells)));

    /// <summary>What fits a field by its name, where the schema alone does not say it.</summary>
    private readonly Dictionary<string, string[]> _fitting = new(StringComparer.OrdinalIgnoreCase)
    {
        ["from"] = Senders,
        ["defaultSender"] = Senders,
        ["number"] = [.. Phones, .. Senders],
        ["numbers"] = Phones,
        ["phone"] = Phones,
        ["to"] = Phones,
        ["text"] = Texts,
        ["vendor"] = [.. vendors],
        ["vendors"] = [.. vendors],
        ["channel"] = ["sms", "lms", "mms", "alimtalk", "friendtalk", "voice", "fax"],
        ["channels"] = ["sms", "lms"],
        ["scopes"] = ["messages:send", "messages:read", "files", "webhooks", "admin"],

        // Few of these happen, so that many endpoints make no flood of deliveries.
        ["events"] = ["webhook.test", "fax.received", "vendor.down"],
        ["types"] = ["message.*", "webhook.test", "*", "batch.completed"],
        ["url"] = Urls,
        ["attachments"] = ["~files:1~", "~files:2~", "~files:3~"],
        ["scenario"] = ["~files:4~"],
        ["accountId"] = ["~accounts:1~", "~accounts:2~"],
        ["batchId"] = ["~batches:1~"],
        ["cursor"] = ["~messages:1~", "~batches:2~", "~cursor:1~", "~cursor:2~"],
        ["limit"] = ["1", "50", "200"],
        ["status"] = ["delivered", "queued", "enabled", "disabled", "active", "suspended", "failed", "pending"],
        ["groupBy"] = ["channel", "vendor,status", "channel,vendor,status,code"],
        ["interval"] = ["hour", "day", "month"],
        ["scheduledAt"] = [Moment(2), Moment(-48)],
        ["createdFrom"] = [Moment(-2)],
        ["createdTo"] = [Moment(2)],
        ["start"] = [Moment(-1), "oldest", "latest"],
        ["expiresAt"] = [Moment(72)],
        ["canonical"] = ["0", "405", "500"],
        ["code"] = ["0", "405", "7305"],
    };

    /// <summary>A value that fits a query or path parameter, if one is known.</summary>
    public Gen<string> Parameter(ApiParameter parameter) =>
        parameter.Words.Count > 0 ? Words(parameter)
        : _fitting.TryGetValue(parameter.Name, out var fitting) ? Gen.Elements(fitting)
        : (string?)parameter.Schema?["type"] is "integer" ? Gen.Elements("1", "50", "200")
        : (string?)parameter.Schema?["format"] is "date-time" ? Gen.Elements(Moment(-24), Moment(0))
        : AnyValue.Text;

    /// <summary>A word; or a list where the document has one.</summary>
    private static Gen<string> Words(ApiParameter parameter) => (string?)parameter.Schema?["type"] is not "array"
        ? AnyValue.Word(parameter.Words)
        : Gen.Frequency((2, AnyValue.Word(parameter.Words)), (1, Gen.NonEmptyListOf(AnyValue.Word(parameter.Words)).Select(words => string.Join(',', words.Take(4)))));

    /// <summary>Bytes for a JSON body.</summary>
    public Gen<byte[]> JsonBody(ApiBody body)
    {
        var broken =
            from start in Start(body)
            from tree in Spoil(start)
            from escaped in YesOrNo
            from bytes in BrokenBytes(tree.Write(escaped))
            select bytes;
        var words = Words(body.Schema);
        return words.Count == 0 || body.Examples.Count == 0 ? broken : Gen.Frequency((3, broken), (1, AlmostAWord(body, words)));
    }

    /// <summary>An example that is right but for one word. Among other faults nobody would see that such a word was taken.</summary>
    private Gen<byte[]> AlmostAWord(ApiBody body, IReadOnlyList<(string Name, IReadOnlyList<string> Words)> fields) =>
        from example in Gen.Elements<JsonNode>([.. body.Examples]).Select(FuzzJson.Of).SelectMany(Usable)
        from field in Gen.Elements<(string Name, IReadOnlyList<string> Words)>([.. fields])
        from value in AnyValue.NoWord(field.Words)
        select ((FuzzJson)new FuzzJson.Object([.. ((FuzzJson.Object)example).Members.Where(member => member.Name != field.Name), (field.Name, new FuzzJson.Text(value))])).Write(escaped: false);

    /// <summary>The fields of a body that take one word.</summary>
    private IReadOnlyList<(string Name, IReadOnlyList<string> Words)> Words(JsonNode? schema)
    {
        var properties = ((string?)schema?["$ref"] is { } reference ? Schema(reference.Split('/')[^1]) : schema)?["properties"] as JsonObject ?? [];
        return [.. properties.Select(property => (property.Key, Words: Enumerated(property.Value))).Where(field => field.Words.Count > 0)];
    }

    private IReadOnlyList<string> Enumerated(JsonNode? schema) =>
        (string?)schema?["$ref"] is { } reference ? Enumerated(Schema(reference.Split('/')[^1]))
        : schema?["allOf"] is JsonArray { Count: 1 } one ? Enumerated(one[0])
        : [.. (schema?["enum"] as JsonArray ?? []).Select(word => (string)word!)];

    /// <summary>Lines of JSON, each almost a message.</summary>
    public Gen<byte[]> Lines() =>
        from lines in Gen.ListOf(
            from start in Gen.Frequency((3, Gen.Constant(FuzzJson.Of(JsonNode.Parse("""{ "to": "01012341234", "text": "안녕" }""")))), (1, Of(Schema("SendMessageRequest"), "", 0)))
            from tree in Spoil(start)
            select tree.Write(escaped: false))
        from end in LineEnds
        from bytes in BrokenBytes([.. lines.SelectMany(line => line.Concat(Encoding.UTF8.GetBytes(end)))])
        select bytes;

    /// <summary>A table with a header line.</summary>
    public Gen<byte[]> Table() =>
        from header in Gen.Frequency(
            (6, Gen.Elements("to,text", "to,name,amount,text", "number,comment", "to,text,reference,priority,scheduledAt,expireHours", "to,text,priority", "to,channel,text", "to,text,purpose,onTooLong", "to,text,onUnmappable", "to,text,shceduledAt", "to,text,memo", "phone", "수신번호,이름,내용", "휴대폰 번호(필수),금액", "받는사람,내용,받는사람", "line,code,pointer,detail,to,text", "line,code,pointer,detail,json", "to,text,allowDuplicates", "명단", "TO,Text", "to,to,text", "\ufeffto,text")),
            (1, AnyValue.Text))
        from rows in Rows
        from end in LineEnds
        from bytes in BrokenBytes(HostileBytes.Utf8(string.Join(end, rows.Prepend(header))))
        select bytes;

    /// <summary>Mostly as they are; sometimes cut, changed, or something else altogether.</summary>
    public static Gen<byte[]> BrokenBytes(byte[] bytes) =>
        from how in HowBroken
        from at in Anywhere
        from more in AnyValue.Bytes
        let place = (int)((long)at * bytes.Length / End)
        select how switch
        {
            Broken.Cut => bytes[..place],
            Broken.Torn => [.. bytes[..place], .. more, .. bytes[place..]],
            Broken.Marked => [0xEF, 0xBB, 0xBF, .. bytes],
            Broken.Wide => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(bytes))],
            Broken.Wider => Encoding.UTF32.GetBytes(Encoding.UTF8.GetString(bytes)),
            Broken.Twice => [.. bytes, .. bytes],
            Broken.Other => more,
            Broken.Empty => [],
            _ => bytes,
        };

    private static string Moment(int hours) => TimeProvider.System.GetUtcNow().AddHours(hours).ToString("O", CultureInfo.InvariantCulture);

    private JsonNode? Schema(string name) => document["components"]!["schemas"]![name];

    private Gen<FuzzJson> Start(ApiBody body) => body.Examples.Count == 0
        ? Of(body.Schema, "", 0)
        : Gen.Frequency((3, Gen.Elements<JsonNode>([.. body.Examples]).Select(FuzzJson.Of).SelectMany(Usable)), (1, Of(body.Schema, "", 0)));

    /// <summary>An example with ids of files that exist, addresses that nobody serves, and few events.</summary>
    private Gen<FuzzJson> Usable(FuzzJson example) => example is not FuzzJson.Object members
        ? Gen.Constant(example)
        : Gen.CollectToList(
            members.Members,
            member => member.Name is "url" or "attachments" or "scenario" or "events" or "scheduledAt" ? Fitting(member.Name, member.Value is FuzzJson.List).Select(value => (member.Name, value)) : Usable(member.Value).Select(value => (member.Name, value)))
            .Select(changed => (FuzzJson)new FuzzJson.Object([.. changed]));

    private Gen<FuzzJson> Fitting(string name, bool list) =>
        Gen.Elements(_fitting[name]).Select(value => list ? new FuzzJson.List([new FuzzJson.Text(value)]) : (FuzzJson)new FuzzJson.Text(value));

    /// <summary>A value after a schema.</summary>
    private Gen<FuzzJson> Of(JsonNode? schema, string name, int depth)
    {
        if (schema is null || depth > MaxDepth)
        {
            return AnyValue.Json;
        }

        if ((string?)schema["$ref"] is { } reference)
        {
            return Of(Schema(reference.Split('/')[^1]), name, depth);
        }

        if ((schema["oneOf"] ?? schema["anyOf"] ?? schema["allOf"]) is JsonArray { Count: > 0 } choices)
        {
            return Gen.OneOf(choices.Select(choice => Of(choice, name, depth + 1)));
        }

        if (schema["enum"] is JsonArray values)
        {
            return AnyValue.JsonWord([.. values.Select(value => (string)value!)]);
        }

        return (string?)schema["type"] switch
        {
            "object" => Members(schema, name, depth),
            "array" => Gen.ListOf(Of(schema["items"], name, depth + 1)).Select(items => (FuzzJson)new FuzzJson.List([.. items.Take(8)])),
            "integer" or "number" => Gen.Choose(0, 200).Select(number => (FuzzJson)new FuzzJson.Raw(number.ToString(CultureInfo.InvariantCulture))),
            "boolean" => Gen.Elements("true", "false").Select(value => (FuzzJson)new FuzzJson.Raw(value)),
            "string" => Word(schema, name).Select(text => (FuzzJson)new FuzzJson.Text(text)),
            _ => AnyValue.Json,
        };
    }

    private Gen<FuzzJson> Members(JsonNode schema, string name, int depth)
    {
        var properties = schema["properties"] as JsonObject ?? [];
        if (properties.Count == 0)
        {
            return Gen.ListOf(from key in Gen.Elements("name", "amount", "a") from value in Of(schema["additionalProperties"] as JsonObject, name, depth + 1) select (key, value))
                .Select(members => (FuzzJson)new FuzzJson.Object([.. members.Take(4)]));
        }

        return Gen.CollectToList(
            properties,
            property => _fitting.ContainsKey(property.Key)
                ? Sometimes(2, property.Key, Of(property.Value, property.Key, depth + 1))
                : Sometimes(Presence, property.Key, Of(property.Value, property.Key, depth + 1)))
            .Select(members => (FuzzJson)new FuzzJson.Object([.. members.SelectMany(member => member)]));
    }

    private static Gen<(string, FuzzJson)[]> Sometimes(int oneIn, string name, Gen<FuzzJson> value) =>
        from chance in Gen.Choose(1, oneIn)
        from member in chance == 1 ? value.Select(there => new[] { (name, there) }) : Gen.Constant(Array.Empty<(string, FuzzJson)>())
        select member;

    private Gen<string> Word(JsonNode schema, string name) =>
        _fitting.TryGetValue(name, out var fitting) ? Gen.Elements(fitting)
        : (string?)schema["format"] switch
        {
            "uuid" => Gen.Elements("~messages:1~", "~files:1~", "01a1fae5-ff79-720d-bb24-871ec6eb9fcd"),
            "date-time" => Gen.Elements(Moment(-24), Moment(1)),
            _ => Gen.Frequency((3, Gen.Elements("a", "이름", "key-1", "https://example.com")), (1, AnyValue.Text)),
        };

    /// <summary>None to three things in it are changed.</summary>
    private static Gen<FuzzJson> Spoil(FuzzJson tree) =>
        from times in Times
        from broken in Spoil(tree, times)
        select broken;

    private static Gen<FuzzJson> Spoil(FuzzJson tree, int times) => times == 0
        ? Gen.Constant(tree)
        : from place in Gen.Choose(0, tree.Count - 1)
          from change in Change
          from more in Spoil(tree.Change(place, change), times - 1)
          select more;

    private static Gen<Func<FuzzJson, FuzzJson>> AnyChange() => Gen.Frequency(
        (4, AnyValue.Json.Select(value => (Func<FuzzJson, FuzzJson>)(_ => value))),
        (4, from piece in AnyValue.Piece from at in Gen.Choose(0, 100) select (Func<FuzzJson, FuzzJson>)(value => Insert(value, piece, at))),
        (3, from name in Gen.Frequency((1, Gen.Elements("id", "sheduledAt", "__proto__", "to", "text", "")), (1, AnyValue.Text)) from value in AnyValue.Json select (Func<FuzzJson, FuzzJson>)(old => Add(old, name, value))),
        (2, Gen.Choose(0, 100).Select(at => (Func<FuzzJson, FuzzJson>)(value => Double(value, at)))),
        (2, Gen.Choose(0, 100).Select(at => (Func<FuzzJson, FuzzJson>)(value => Drop(value, at)))),
        (1, Gen.Constant((Func<FuzzJson, FuzzJson>)(static value => new FuzzJson.List([value])))),
        (1, Gen.Constant((Func<FuzzJson, FuzzJson>)(static value => new FuzzJson.List([.. Enumerable.Repeat(value, value.Write(escaped: true).Length < Small ? 1001 : 3)])))));

    private static FuzzJson Insert(FuzzJson value, string piece, int at) => value switch
    {
        FuzzJson.Text text => new FuzzJson.Text(text.Value.Insert(at % (text.Value.Length + 1), piece)),
        FuzzJson.Raw raw => new FuzzJson.Text(raw.Value + piece),
        _ => value,
    };

    private static FuzzJson Add(FuzzJson value, string name, FuzzJson member) => value switch
    {
        FuzzJson.Object old => new FuzzJson.Object([.. old.Members, (name, member)]),
        FuzzJson.List list => new FuzzJson.List([.. list.Items, member]),
        _ => member,
    };

    private static FuzzJson Double(FuzzJson value, int at) => value switch
    {
        FuzzJson.Object { Members.Count: > 0 } old => new FuzzJson.Object([.. old.Members, old.Members[at % old.Members.Count]]),
        FuzzJson.List { Items.Count: > 0 } list => new FuzzJson.List([.. list.Items, list.Items[at % list.Items.Count]]),
        FuzzJson.Text text => new FuzzJson.Text(text.Value + text.Value),
        _ => value,
    };

    private static FuzzJson Drop(FuzzJson value, int at) => value switch
    {
        FuzzJson.Object { Members.Count: > 0 } old => new FuzzJson.Object([.. old.Members.Where((_, i) => i != at % old.Members.Count)]),
        FuzzJson.List => new FuzzJson.List([]),
        FuzzJson.Text => new FuzzJson.Text(""),
        _ => new FuzzJson.Raw("null"),
    };

    private enum Broken
    {
        Not,
        Cut,
        Torn,
        Marked,
        Wide,
        Wider,
        Twice,
        Other,
        Empty,
    }
}
