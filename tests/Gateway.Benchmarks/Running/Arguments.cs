using System.Globalization;

namespace Gateway.Benchmarks.Running;

/// <summary>Reads <c>--name value</c> and <c>--name</c>; refuses what nobody has asked for.</summary>
internal sealed class Arguments(string[] args)
{
    private readonly List<string> _rest = [.. args];

    public bool Flag(string name) => _rest.Remove(name);

    public string? Text(string name)
    {
        var place = _rest.IndexOf(name);
        if (place < 0)
        {
            return null;
        }

        if (place + 1 == _rest.Count)
        {
            throw new BenchmarkException($"{name} wants a value.");
        }

        var value = _rest[place + 1];
        _rest.RemoveRange(place, 2);
        return value;
    }

    public int Number(string name, int otherwise) => Text(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw new BenchmarkException($"{name} wants a number above 0, not '{text}'.");

    public void RefuseRest()
    {
        if (_rest.Count > 0)
        {
            throw new BenchmarkException($"Unknown option: {_rest[0]}. See --help.");
        }
    }
}
