using System.Text;

namespace Gateway.Tests.Support;

/// <summary>Facts of the vendors' manuals, shared with the conformance suite and embedded in this assembly.</summary>
internal static class ManualFacts
{
    public static string Text(string name)
    {
        using var stream = typeof(ManualFacts).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
