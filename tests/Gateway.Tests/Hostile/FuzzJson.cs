using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Tests.Hostile;

/// <summary>JSON that may be broken: doubled members, half characters, numbers that are none. A library would refuse to write it.</summary>
internal abstract record FuzzJson
{
    /// <summary>A string, of any chars.</summary>
    public sealed record Text(string Value) : FuzzJson;

    /// <summary>A number, a literal, or what is no JSON at all, as it stands.</summary>
    public sealed record Raw(string Value) : FuzzJson;

    public sealed record List(IReadOnlyList<FuzzJson> Items) : FuzzJson;

    /// <summary>Members in their order; a name may stand twice.</summary>
    public sealed record Object(IReadOnlyList<(string Name, FuzzJson Value)> Members) : FuzzJson;

    public static FuzzJson Of(JsonNode? node) => node switch
    {
        null => new Raw("null"),
        JsonObject members => new Object([.. members.Select(member => (member.Key, Of(member.Value)))]),
        JsonArray items => new List([.. items.Select(Of)]),
        _ when node.GetValueKind() == JsonValueKind.String => new Text(node.GetValue<string>()),
        _ => new Raw(node.ToJsonString()),
    };

    /// <summary>Values in it, itself too.</summary>
    public int Count => 1 + this switch
    {
        List list => list.Items.Sum(item => item.Count),
        Object members => members.Members.Sum(member => member.Value.Count),
        _ => 0,
    };

    /// <summary>Changes one value, counted from the outside inwards.</summary>
    public FuzzJson Change(int place, Func<FuzzJson, FuzzJson> change)
    {
        if (place == 0)
        {
            return change(this);
        }

        place--;
        return this switch
        {
            List list => new List([.. list.Items.Select(item => Within(item, ref place, change))]),
            Object members => new Object([.. members.Members.Select(member => (member.Name, Within(member.Value, ref place, change)))]),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>The bytes; <paramref name="escaped"/>: everything but letters as \u, so that even half characters are well-formed JSON.</summary>
    public byte[] Write(bool escaped)
    {
        var bytes = new MemoryStream();
        Write(bytes, escaped);
        return bytes.ToArray();
    }

    private static FuzzJson Within(FuzzJson value, ref int place, Func<FuzzJson, FuzzJson> change)
    {
        var count = value.Count;
        var changed = place >= 0 && place < count ? value.Change(place, change) : value;
        place -= count;
        return changed;
    }

    private void Write(Stream to, bool escaped)
    {
        switch (this)
        {
            case Text text:
                to.Write(Encode(text.Value, escaped));
                break;
            case Raw raw:
                to.Write(HostileBytes.Utf8(raw.Value));
                break;
            case List list:
                to.WriteByte((byte)'[');
                for (var i = 0; i < list.Items.Count; i++)
                {
                    to.Write(i == 0 ? [] : ","u8);
                    list.Items[i].Write(to, escaped);
                }

                to.WriteByte((byte)']');
                break;
            case Object members:
                to.WriteByte((byte)'{');
                for (var i = 0; i < members.Members.Count; i++)
                {
                    to.Write(i == 0 ? [] : ","u8);
                    to.Write(Encode(members.Members[i].Name, escaped));
                    to.WriteByte((byte)':');
                    members.Members[i].Value.Write(to, escaped);
                }

                to.WriteByte((byte)'}');
                break;
        }
    }

    private static byte[] Encode(string value, bool escaped)
    {
        var text = new StringBuilder("\"");
        foreach (var letter in value)
        {
            text.Append(letter switch
            {
                '"' or '\\' => $"\\{letter}",
                _ when letter < ' ' || (escaped && !char.IsAsciiLetterOrDigit(letter) && letter is not ('~' or ':')) => $"\\u{((int)letter).ToString("x4", CultureInfo.InvariantCulture)}",
                _ => letter.ToString(),
            });
        }

        return HostileBytes.Utf8(text.Append('"').ToString());
    }
}
