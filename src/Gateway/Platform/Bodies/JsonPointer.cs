namespace Gateway.Platform.Bodies;

/// <summary>JSON pointers, RFC 6901.</summary>
internal static class JsonPointer
{
    /// <summary>A name of a field as a part of a pointer: what a client made up may have any letter.</summary>
    public static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
