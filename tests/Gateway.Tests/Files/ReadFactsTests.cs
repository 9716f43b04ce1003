using Gateway.Files.Types;
using Xunit;

namespace Gateway.Tests.Files;

/// <summary>Reading types from hostile content.</summary>
public sealed class ReadFactsTests
{
    public static TheoryData<string> Kinds =>
        ["jpeg 640x480", "png 20x10", "gif 20x10", "bmp 20x10", "wav 8000x8x1", "ole FileHeader", "zip word/document.xml", "korean", "2\\n1|a|b\\n", "<vxml>"];

    [Theory, MemberData(nameof(Kinds))]
    public void Never_throws_when_a_file_is_cut_anywhere(string sample)
    {
        var whole = Samples.Named(sample);

        for (var length = 0; length < Math.Min(whole.Length, 3000); length++)
        {
            ReadFacts.From(new MemoryStream(whole, 0, length), "name", channel: null);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Never_throws_and_never_needs_much_memory_when_bytes_are_wrong(string sample)
    {
        var whole = Samples.Named(sample);
        var random = new Random(1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        const int Rounds = 2000;
        for (var i = 0; i < Rounds; i++)
        {
            var broken = (byte[])whole.Clone();
            for (var wrong = 0; wrong < 4; wrong++)
            {
                broken[random.Next(Math.Min(broken.Length, 2048))] = (byte)(random.Next(3) == 0 ? 0xFF : random.Next(256));
            }

            Usability.Of(ReadFacts.From(new MemoryStream(broken), "name", channel: null), broken.Length, wanted: null);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Rounds, 0, whole.Length + 100_000);
    }

    [Fact]
    public void Reads_on_without_end_neither_in_segments_nor_in_sectors()
    {
        byte[] segments = [0xFF, 0xD8, .. Enumerable.Repeat<byte[]>([0xFF, 0xE1, 0, 2], 100_000).SelectMany(segment => segment)];
        var circle = Samples.Ole("Nothing");
        circle[512 + 8] = 1; // after sector 2 comes sector 1 again
        circle[512 + 9] = circle[512 + 10] = circle[512 + 11] = 0;

        Assert.NotNull(ReadFacts.From(new MemoryStream(segments), "name", channel: null)!.Fault);
        Assert.Null(ReadFacts.From(new MemoryStream(circle), "name", channel: null));
    }
}
