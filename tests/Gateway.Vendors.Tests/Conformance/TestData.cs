using System.Text;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>Facts of the manuals, embedded in this assembly.</summary>
internal static class TestData
{
    public static string Text(string name)
    {
        using var stream = typeof(TestData).Assembly.GetManifestResourceStream($"{typeof(TestData).Namespace}.{name}")
            ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    public static IEnumerable<string> Lines(string name) => Text(name).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
