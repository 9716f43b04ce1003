namespace Gateway.Acceptance.Texts;

/// <summary>
/// A text with <c>#{variables}</c>, each of which may have become anything, also nothing: tells whether another text
/// can have come from it. Looks at each letter a few times at most, whatever both say. Line ends count as one, whatever
/// they are made of.
/// </summary>
internal sealed class TextPattern
{
    /// <summary>Letters of an excerpt on each side of its place.</summary>
    private const int Around = 12;

    private readonly string _shown;
    private readonly List<Literal> _literals = [];

    public TextPattern(string text)
    {
        _shown = OneLineEnd(text);
        var from = 0;
        for (var open = Next(0); open >= 0 && _shown.IndexOf('}', open) is >= 0 and var close; open = Next(from))
        {
            _literals.Add(new Literal(_shown[from..open], from));
            from = close + 1;
        }

        _literals.Add(new Literal(_shown[from..], from));

        int Next(int start) => _shown.IndexOf(Placeholders.Open, start, StringComparison.Ordinal);
    }

    /// <summary>Null when the text can have come from this one.</summary>
    public TextDifference? Difference(string given)
    {
        var text = OneLineEnd(given);
        var first = _literals[0];
        var same = text.AsSpan().CommonPrefixLength(first.Text);
        if (same < first.Text.Length || (_literals.Count == 1 && text.Length > same))
        {
            return At(text, same, first, same);
        }

        if (_literals.Count == 1)
        {
            return null;
        }

        // A variable may be of any length: what follows it is taken where it stands first. That is right wherever a
        // way exists, because every other way leaves less room for the rest.
        var at = same;
        foreach (var literal in _literals[1..^1])
        {
            var (start, fits) = literal.Find(text, at);
            if (fits < literal.Text.Length)
            {
                return Told(text, at, literal, (start, fits), literal.FindTail(text, at));
            }

            at = start + fits;
        }

        return End(text, at, _literals[^1]);
    }

    /// <summary>The last part stands at the end of the text.</summary>
    private TextDifference? End(string text, int at, Literal last)
    {
        var tail = CommonSuffix(text.AsSpan(at), last.Text);
        return tail == last.Text.Length
            ? null
            : Told(text, at, last, last.Find(text, at), (text.Length - tail, tail));
    }

    /// <summary>A part that is not there is told from the side from which more of it fits.</summary>
    private TextDifference Told(
        string text, int at, Literal literal, (int Start, int Fits) head, (int Start, int Fits) tail) =>
        head.Fits >= tail.Fits
            ? At(text, head.Start + head.Fits, literal, head.Fits)
            : At(text, Math.Max(at, tail.Start - 1), literal, literal.Text.Length - tail.Fits - 1);

    private TextDifference At(string text, int index, Literal literal, int offset)
    {
        index = Whole(text, index);
        return new TextDifference(
            Letters(text.AsSpan(0, index)) + 1,
            Excerpt(text, index),
            Excerpt(_shown, Whole(_shown, literal.Start + offset)));
    }

    private static int CommonSuffix(ReadOnlySpan<char> text, string end)
    {
        var same = 0;
        while (same < Math.Min(text.Length, end.Length) && text[^(same + 1)] == end[^(same + 1)])
        {
            same++;
        }

        return same;
    }

    private static string Excerpt(string text, int index)
    {
        var (from, to) = (Whole(text, Math.Max(0, index - Around)), Whole(text, Math.Min(text.Length, index + Around)));
        var excerpt = text[from..to].Replace("\n", "\\n", StringComparison.Ordinal);
        return (from > 0 ? "…" : "") + excerpt + (to < text.Length ? "…" : "");
    }

    /// <summary>A place that cuts no letter in half.</summary>
    private static int Whole(string text, int index) =>
        index > 0 && index < text.Length && char.IsLowSurrogate(text[index]) ? index - 1 : index;

    /// <summary>Letters of Unicode.</summary>
    public static int Letters(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    private static string OneLineEnd(string text) => !text.Contains('\r')
        ? text
        : text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    /// <summary>A part without variables. Found by Knuth, Morris and Pratt: no text makes that slow.</summary>
    private sealed class Literal
    {
        private readonly int[] _falls;

        public Literal(string text, int start)
        {
            (Text, Start) = (text, start);
            _falls = new int[text.Length];
            for (var (i, fits) = (1, 0); i < text.Length; i++)
            {
                fits = Step(text[i], fits);
                _falls[i] = fits;
            }
        }

        public string Text { get; }

        /// <summary>Where it stands in the pattern.</summary>
        public int Start { get; }

        /// <summary>
        /// Where it stands first, or where most of its beginning does; the end of the text when nothing of it does.
        /// </summary>
        public (int Start, int Fits) Find(string text, int from)
        {
            var (best, end) = (0, text.Length);
            for (var (i, fits) = (from, 0); i < text.Length && best < Text.Length; i++)
            {
                fits = Step(text[i], fits);
                (best, end) = fits > best ? (fits, i + 1) : (best, end);
            }

            return Text.Length == 0 ? (from, 0) : (end - best, best);
        }

        /// <summary>Where most of its end stands.</summary>
        public (int Start, int Fits) FindTail(string text, int from)
        {
            var (end, fits) = new Literal(Reversed(Text), 0).Find(Reversed(text[from..]), 0);
            return (text.Length - end - fits, fits);
        }

        private static string Reversed(string text) => string.Create(text.Length, text, static (letters, from) =>
        {
            from.CopyTo(letters);
            letters.Reverse();
        });

        /// <summary>How much of its beginning fits when one more letter comes.</summary>
        private int Step(char letter, int fits)
        {
            while (fits > 0 && (fits == Text.Length || Text[fits] != letter))
            {
                fits = _falls[fits - 1];
            }

            return fits < Text.Length && Text[fits] == letter ? fits + 1 : fits;
        }
    }
}
