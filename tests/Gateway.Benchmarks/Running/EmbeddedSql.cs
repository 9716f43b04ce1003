using Gateway.Platform.Storage;

namespace Gateway.Benchmarks.Running;

/// <summary>Loads the embedded .sql files. States are written by their names, as in the product.</summary>
internal static class EmbeddedSql
{
    /// <summary>The text of a file, such as <c>Bounds.Sql.insert-one</c>.</summary>
    public static string Text(string name)
    {
        var assembly = typeof(EmbeddedSql).Assembly;
        using var stream = assembly.GetManifestResourceStream($"{assembly.GetName().Name}.{name}.sql")
            ?? throw new InvalidOperationException($"{name}.sql is not embedded.");
        using var reader = new StreamReader(stream);
        return Sql.Fill(name, reader.ReadToEnd());
    }
}
