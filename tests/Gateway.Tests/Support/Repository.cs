using Xunit;

namespace Gateway.Tests.Support;

/// <summary>Files of this repository, found from where the tests were built.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string File(params ReadOnlySpan<string> path) => Path.Combine([Root, .. path]);

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
