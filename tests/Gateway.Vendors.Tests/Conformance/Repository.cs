using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>Files of this repository, found from where the tests were built.</summary>
internal static class Repository
{
    public static string File(params ReadOnlySpan<string> path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
            {
                return Path.Combine([folder.FullName, .. path]);
            }
        }

        Assert.Fail("Gateway.sln was not found above the tests.");
        return "";
    }
}
