using System.Globalization;

namespace Gateway.Simulator.Agents;

/// <summary>Result codes with weights, such as <c>0:90,7:5,6:5</c>; a code without a weight counts 1.</summary>
internal sealed class WeightedMix
{
    private readonly List<(string Code, double Upto)> _codes = [];

    public WeightedMix(string text)
    {
        var sum = 0.0;
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var pair = part.Split(':', 2, StringSplitOptions.TrimEntries);
            var weight = 1.0;
            if (pair[0].Length == 0 || (pair.Length == 2 && !double.TryParse(pair[1], NumberStyles.Float, CultureInfo.InvariantCulture, out weight)) || weight < 0)
                throw new FormatException($"'{part}' is not a result code with a weight, such as 0:90.");
            sum += weight;
            _codes.Add((pair[0], sum));
        }

        if (!(sum > 0))
            throw new FormatException($"'{text}' holds no result code with a weight above 0.");
    }

    /// <summary>The code at a place from 0 up to 1.</summary>
    public string At(double place)
    {
        var point = place * _codes[^1].Upto;
        return _codes.First(code => point < code.Upto || code == _codes[^1]).Code;
    }
}
