namespace Gateway.Simulator.Agents;

/// <summary>
/// Creates tables from an embedded text: statements end with <c>;</c>, names in braces are filled in.
/// </summary>
internal static class TableTexts
{
    public static async Task CreateAsync(
        Session session,
        string text,
        IEnumerable<(string Name, string Value)> names,
        CancellationToken cancellationToken)
    {
        var resource = $"Gateway.Simulator.Agents.{text}.{session.Dialect.Name}.sql";
        await using var stream = typeof(TableTexts).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The program holds no text {resource}.");
        using var reader = new StreamReader(stream);
        var statements = await reader.ReadToEndAsync(cancellationToken);
        statements = names.Aggregate(
            statements,
            (current, pair) => current.Replace("{" + pair.Name + "}", pair.Value, StringComparison.Ordinal));
        foreach (var statement in statements.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            await session.ExecuteAsync(statement, cancellationToken);
    }
}
