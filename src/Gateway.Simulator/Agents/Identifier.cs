namespace Gateway.Simulator.Agents;

/// <summary>Names stand in SQL texts unquoted, so they are held against a short alphabet first.</summary>
internal static class Identifier
{
    public static string Check(string name) =>
        name.Length is > 0 and <= 60 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')
            ? name
            : throw new ArgumentException($"'{name}' is not a table or column name made of letters, digits and '_'.");
}
