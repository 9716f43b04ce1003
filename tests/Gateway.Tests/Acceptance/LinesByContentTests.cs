using Gateway.Acceptance.Repeats;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>What an upload knows of its lines.</summary>
public sealed class LinesByContentTests
{
    [Fact]
    public void Finds_each_of_many_lines_and_no_other()
    {
        var random = new Random(20_261_129);
        var contents = Enumerable.Range(1, 200_000).Select(line => (Content: Any(random), Line: line)).ToList();
        var lines = new LinesByContent();
        foreach (var (content, line) in contents)
        {
            Assert.Equal(0, lines.Find(content));
            lines.Add(content, line);
        }

        Assert.All(contents, known => Assert.Equal(known.Line, lines.Find(known.Content)));
        Assert.All(Enumerable.Range(0, 200_000), _ => Assert.Equal(0, lines.Find(Any(random))));
    }

    [Fact]
    public void Tells_contents_apart_that_stand_in_one_table()
    {
        var lines = new LinesByContent();
        UInt128[] contents = [0, 1, 8, 16, (UInt128)1 << 64, (UInt128)1 << 95, UInt128.One << 32, ulong.MaxValue];
        for (var i = 0; i < contents.Length; i++)
        {
            lines.Add(contents[i], i + 1);
        }

        Assert.Equal(Enumerable.Range(1, contents.Length), contents.Select(lines.Find));
        Assert.Equal(0, lines.Find(2));
    }

    private static UInt128 Any(Random random) => new((ulong)random.NextInt64(), (ulong)random.NextInt64());
}
