namespace Gateway.Benchmarks.Running;

/// <summary>Where results and logs go: <c>.local/benchmarks</c> of the clone, which git ignores.</summary>
internal static class Output
{
    private static readonly string Root = FindRoot();

    public static string Path(string name) => System.IO.Path.Combine(Root, ".local", "benchmarks", name);

    /// <summary>The product's program as <c>dotnet build -c Release</c> leaves it.</summary>
    public static string Product => System.IO.Path.Combine(Root, "src", "Gateway", "bin", "Release", "net10.0", "Gateway.dll");

    public static StreamWriter CreateText(string name)
    {
        Directory.CreateDirectory(Path(""));
        return new StreamWriter(Path(name)) { AutoFlush = true };
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Gateway.sln")))
            {
                return folder.FullName;
            }
        }

        throw new BenchmarkException("Run this from a clone of the repository: Gateway.sln was not found above the program.");
    }
}
