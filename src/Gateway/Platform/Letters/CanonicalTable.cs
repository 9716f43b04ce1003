using System.Collections.Frozen;
using System.Globalization;

namespace Gateway.Platform.Letters;

/// <summary>
/// Which letters are made of others (<c>canonical.txt</c>). Hangul is computed. Three letters of KS X 1001 stay as they
/// are, because what Unicode would make of them is in no Korean set: U+212B, U+F92C and U+F9B8.
/// </summary>
internal sealed class CanonicalTable
{
    private const string Resource = "Gateway.Platform.Letters.canonical.txt";

    private readonly FrozenDictionary<int, int[]> _parts;
    private readonly FrozenDictionary<(int First, int Second), int> _pairs;
    private readonly FrozenDictionary<int, byte> _classes;

    /// <summary>A bit for each UTF-16 unit that may have to be composed, or begins such a letter.</summary>
    private readonly ulong[] _suspicious = new ulong[(char.MaxValue + 1) / 64];

    private CanonicalTable(TextReader lines)
    {
        var parts = new Dictionary<int, int[]>();
        var pairs = new Dictionary<(int, int), int>();
        var classes = new Dictionary<int, byte>();
        while (lines.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                Take(line.Split(' '), parts, pairs, classes);
            }
        }

        (_pairs, _classes) = (pairs.ToFrozenDictionary(), classes.ToFrozenDictionary());
        _parts = parts.Keys.ToFrozenDictionary(letter => letter, letter => Whole(letter, parts));
        foreach (var letter in classes.Keys.Concat(pairs.Keys.Select(pair => pair.Item2))
            .Concat(parts.Keys.Except(pairs.Values)).Concat(Hangul.Seconds))
        {
            Suspect(letter);
        }
    }

    public static CanonicalTable Shared { get; } = Load();

    public bool IsSuspicious(char unit) => (_suspicious[unit / 64] & (1UL << (unit % 64))) != 0;

    /// <summary>Null for a letter that is made of nothing else.</summary>
    public int[]? PartsOf(int letter) => _parts.GetValueOrDefault(letter);

    /// <summary>0: a letter of its own. Marks of the same class keep their order.</summary>
    public byte ClassOf(int letter) => _classes.GetValueOrDefault(letter);

    /// <summary>What both make together; 0 for nothing.</summary>
    public int Pair(int first, int second) => Hangul.Pair(first, second) is > 0 and var syllable
        ? syllable
        : _pairs.GetValueOrDefault((first, second));

    private static CanonicalTable Load()
    {
        using var stream = typeof(CanonicalTable).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not embedded.");
        using var reader = new StreamReader(stream);
        return new CanonicalTable(reader);
    }

    private static void Take(
        string[] words, Dictionary<int, int[]> parts, Dictionary<(int, int), int> pairs, Dictionary<int, byte> classes)
    {
        if (words[0].Split("..") is [var first, var last])
        {
            for (var mark = Letter(first); mark <= Letter(last); mark++)
            {
                classes.Add(mark, byte.Parse(words[1], CultureInfo.InvariantCulture));
            }

            return;
        }

        var letter = Letter(words[0].TrimEnd('-'));
        parts.Add(letter, [.. words[1..].Select(Letter)]);
        if (!words[0].EndsWith('-'))
        {
            pairs.Add((parts[letter][0], parts[letter][1]), letter);
        }
    }

    private static int Letter(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static int[] Whole(int letter, Dictionary<int, int[]> parts) =>
        parts.TryGetValue(letter, out var own) ? [.. own.SelectMany(part => Whole(part, parts))] : [letter];

    private void Suspect(int letter)
    {
        var unit = char.ConvertFromUtf32(letter)[0];
        _suspicious[unit / 64] |= 1UL << (unit % 64);
    }
}
