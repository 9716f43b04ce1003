using System.Globalization;

namespace Gateway.Simulator.Agents;

/// <summary>The command line as names with values. What nobody asked for is an unknown option.</summary>
internal sealed class AgentArguments
{
    private static readonly string[] Flags = ["create-tables", "wait-for-tables", "watchdog", "standby", "verbose", "keep-files", "no-endings", "old-agent", "help"];

    private readonly Dictionary<string, List<string>> _values = [];
    private readonly HashSet<string> _asked = [];

    public AgentArguments(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
                throw new FormatException($"'{args[i]}' stands where an option was expected.");
            var name = args[i][2..];
            if (!_values.TryGetValue(name, out var list))
                _values[name] = list = [];
            if (Flags.Contains(name))
                continue;
            if (i + 1 == args.Count)
                throw new FormatException($"--{name} needs a value.");
            list.Add(args[++i]);
        }
    }

    public bool Flag(string name)
    {
        _asked.Add(name);
        return _values.ContainsKey(name);
    }

    public IReadOnlyList<string> All(string name)
    {
        _asked.Add(name);
        return _values.TryGetValue(name, out var list) ? list : [];
    }

    public string Text(string name, string otherwise) => All(name) is [.., var last] ? last : otherwise;

    public string Required(string name) =>
        All(name) is [.., var last] ? last : throw new FormatException($"--{name} is missing.");

    public int Number(string name, int otherwise) =>
        All(name) is not [.., var last] ? otherwise
        : int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new FormatException($"--{name} takes a whole number, not '{last}'.");

    public double Share(string name) =>
        All(name) is not [.., var last] ? 0
        : double.TryParse(last, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1 ? share
        : throw new FormatException($"--{name} takes a share from 0 to 1, not '{last}'.");

    public TimeSpan Duration(string name, TimeSpan otherwise) =>
        All(name) is not [.., var last] ? otherwise
        // A bare number would be days to TimeSpan; everybody means seconds.
        : double.TryParse(last, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds)
        : TimeSpan.TryParse(last, CultureInfo.InvariantCulture, out var duration) && duration >= TimeSpan.Zero ? duration
        : throw new FormatException($"--{name} takes a time such as 00:00:00.5, or seconds, not '{last}'.");

    public T Choice<T>(string name, T otherwise)
        where T : struct, Enum =>
        All(name) is not [.., var last] ? otherwise
        : !char.IsAsciiDigit(last.FirstOrDefault('0')) && Enum.TryParse<T>(last, ignoreCase: true, out var choice) ? choice
        : throw new FormatException($"--{name} is one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}, not '{last}'.");

    /// <summary>
    /// <c>--mix 0:90,7:5</c> and <c>--mix sms=0:90,7:5</c>, <c>--ending 1234=7</c> and <c>--no-endings</c>, and the
    /// shares.
    /// </summary>
    public OutcomeOptions Outcomes()
    {
        var endings = Flag("no-endings") ? [] : new Dictionary<string, string>(OutcomeOptions.WellKnown);
        foreach (var (ending, rule) in All("ending").Select(Pair))
            endings[ending] = rule;
        return new OutcomeOptions
        {
            Mix = All("mix").Select(Pair).ToDictionary(),
            Endings = endings,
            LoseRate = Share("lose"),
            LateRate = Share("late"),
            BackdateRate = Share("backdate"),
            DuplicateRate = Share("duplicate"),
            StuckRate = Share("stuck"),
            LateBy = Duration("late-by", new OutcomeOptions().LateBy),
        };
    }

    public void RefuseUnknown()
    {
        if (_values.Keys.FirstOrDefault(name => !_asked.Contains(name)) is { } unknown)
            throw new FormatException($"--{unknown} is not an option of this agent.");
    }

    private static (string Key, string Value) Pair(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at < 0 ? ("*", text) : (text[..at], text[(at + 1)..]);
    }
}
