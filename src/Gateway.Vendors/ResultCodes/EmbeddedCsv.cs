using System.Text;

namespace Gateway.Vendors.ResultCodes;

/// <summary>
/// Reads the tables embedded beside a class: RFC 4180 with a header line, no line breaks inside fields.
/// </summary>
internal static class EmbeddedCsv
{
    public static IEnumerable<IReadOnlyDictionary<string, string>> Read(Type beside, string name)
    {
        using var stream = beside.Assembly.GetManifestResourceStream(beside, name)
            ?? throw new InvalidOperationException($"The table {name} is not embedded beside {beside}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);

        var header = Fields(reader.ReadLine() ?? "");
        while (reader.ReadLine() is { } line)
        {
            var fields = Fields(line);
            yield return header.Select((column, index) => (column, value: fields[index])).ToDictionary(
                pair => pair.column, pair => pair.value);
        }
    }

    private static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (quoted && line[i] == '"' && i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append(line[i++]);
            }
            else if (line[i] == '"')
            {
                quoted = !quoted;
            }
            else if (line[i] == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(line[i]);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }
}
