using Xunit;

namespace Gateway.Tests.Support;

/// <summary>Files of this repository, found from where the tests were built.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string File(params ReadOnlySpan<string> path) => Path.Combine([Root, .. path]);

    /// <summary>The C# files of some folders, without what is generated.</summary>
    public static IEnumerable<string> Sources(params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(File(folder), "*.cs", SearchOption.AllDirectories))
        .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
            {
                return folder.FullName;
            }
        }

        Assert.Fail("Gateway.sln was not found above the tests.");
        return "";
    }
}
