namespace Gateway.Insight.Console;

/// <summary>Where a browser goes after the sign-in: a path of the console and nothing else, whatever a link says.</summary>
internal static class ReturnPath
{
    /// <summary>The query parameter of the sign-in page.</summary>
    public const string Parameter = "return";

    /// <summary>Where the console begins.</summary>
    public const string Home = ConsoleModule.Root + "/";

    /// <summary>Longer ones are no path of ours.</summary>
    private const int Longest = 2000;

    private static readonly Uri Here = new("http://here");

    /// <summary>The path as it may be used; null when it leads elsewhere, or to the sign-in itself.</summary>
    public static string? Read(string? text)
    {
        // Browsers read a backslash as a slash, and two slashes as the begin of another host.
        if (text is not { Length: > 0 and <= Longest } || text[0] != '/' || text.AsSpan().ContainsAny('\\', '\r', '\n') || !Uri.TryCreate(Here, text, out var target) || target.Authority != Here.Authority)
        {
            return null;
        }

        var path = new PathString(target.AbsolutePath);
        return path.StartsWithSegments(ConsoleModule.Root, StringComparison.Ordinal, out var rest) && !rest.StartsWithSegments("/sign-in") && !rest.StartsWithSegments("/sign-out")
                && !rest.StartsWithSegments("/look")
            ? target.PathAndQuery
            : null;
    }

    /// <summary>The sign-in page that leads back to a path.</summary>
    public static string SignIn(string? path) =>
        path is null ? ConsoleModule.Root + "/sign-in" : $"{ConsoleModule.Root}/sign-in?{Parameter}={Uri.EscapeDataString(path)}";
}
