namespace Gateway.Acceptance.Texts;

/// <summary>A text with placeholders, read once for all recipients. How long the filled text will be is known before it is made.</summary>
internal sealed class Template
{
    private readonly List<(string Before, string Name)> _parts = [];
    private readonly string _rest;

    public Template(string text)
    {
        Size = text.Length;
        var from = 0;
        for (var open = Next(0); open >= 0; open = Next(from))
        {
            var close = text.IndexOf('}', open);
            if (close < 0)
            {
                break;
            }

            _parts.Add((text[from..open], text[(open + Placeholders.Open.Length)..close].Trim()));
            from = close + 1;
        }

        _rest = text[from..];

        int Next(int start) => text.IndexOf(Placeholders.Open, start, StringComparison.Ordinal);
    }

    /// <summary>Characters of the text as it was given: what filling it for one recipient costs at most.</summary>
    public int Size { get; }

    /// <summary>The names of the placeholders, in their order.</summary>
    public IEnumerable<string> Names => _parts.Select(part => part.Name);

    /// <summary>Null for a text without placeholders.</summary>
    public static Template? Of(string? text) => Placeholders.HasAny(text) ? new Template(text!) : null; // HasAny is false for null.

    /// <summary>Characters of the filled text. Makes no text.</summary>
    public long LengthWith(IReadOnlyDictionary<string, string>? variables)
    {
        long length = _rest.Length;
        foreach (var (before, name) in _parts)
        {
            length += before.Length + (variables is not null && variables.TryGetValue(name, out var value) ? value?.Length ?? 0 : 0);
        }

        return length;
    }

    /// <summary>
    /// The filled text; the names without a value are added to <paramref name="missing"/>. Values are put in as they
    /// are, or as
    /// <paramref name="written"/> writes them behind what stands before, and never read for placeholders again.
    /// </summary>
    public string Fill(
        IReadOnlyDictionary<string, string>? variables,
        ISet<string> missing,
        Func<string, string, string>? written = null)
    {
        var filled = new System.Text.StringBuilder(Size + 64);
        foreach (var (before, name) in _parts)
        {
            filled.Append(before);
            if (variables is not null && variables.TryGetValue(name, out var value))
            {
                filled.Append(written is null ? value : written(filled.ToString(), value ?? ""));
            }
            else
            {
                missing.Add(name);
            }
        }

        return filled.Append(_rest).ToString();
    }
}
