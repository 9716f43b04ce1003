using Gateway.Files.Pictures;
using Gateway.Files.Types;
using Xunit;

namespace Gateway.Tests.Files;

/// <summary>Pictures that are there to do harm are refused before they cost anything. What they cost a process: <see cref="Hostile.Bombs"/>.</summary>
public sealed class BombsOfPictures
{
    public static TheoryData<string, string> All => new()
    {
        { "png 60000x60000", "Too many pixels to convert: 3600000000, at most 20000000" },
        { "jpeg 60000x60000", "Too many pixels to convert: 3600000000, at most 50000000" },
        { "gif 30000x30000", "Too many pixels to convert: 900000000, at most 20000000" },
        { "bmp 60000x60000", "Too many pixels to convert: 3600000000, at most 20000000" },
        { "png 64x64", "cannot be decoded" },
        { "gif 64x64", "" },
    };

    [Theory, MemberData(nameof(All))]
    public void Are_refused_before_they_are_decoded(string sample, string reason)
    {
        var file = Samples.Named(sample);
        var facts = ReadFacts.From(new MemoryStream(file), "a", channel: null)!;
        var before = GC.GetAllocatedBytesForCurrentThread();

        var outcome = ConvertPicture.From(file, facts, TestContext.Current.CancellationToken);

        Assert.Contains(reason, outcome.Refusal ?? "converted", StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Theory]
    [InlineData(99, null)]
    [InlineData(100, "The JPEG picture has more than 99 scans.")]
    public void Have_not_more_scans_than_an_encoder_makes(int scans, string? fault)
    {
        var file = Photos.Scans(64, 64, scans);

        Assert.Equal(fault, ReadFacts.From(new MemoryStream(file), "a", channel: null)!.Fault);
    }

    [Theory]
    [InlineData("baseline")]
    [InlineData("progressive")]
    [InlineData("png")]
    [InlineData("webp")]
    public void Stop_when_their_time_is_over(string sample)
    {
        var file = Photos.Named(sample);
        var facts = ReadFacts.From(new MemoryStream(file), "a", channel: null)!;

        Assert.Throws<OperationCanceledException>(() => ConvertPicture.From(file, facts, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Are_decoded_two_at_once()
    {
        using var decodings = new Decodings();
        var ends = new TaskCompletionSource();
        var started = 0;
        var works = Enumerable.Range(0, 5).Select(_ => decodings.RunAsync(
            async _ =>
            {
                var now = Interlocked.Increment(ref started);
                await ends.Task;
                return now;
            },
            TestContext.Current.CancellationToken)).ToList();

        await Support.Eventually.BeAsync(() => Task.FromResult(Volatile.Read(ref started) == Decodings.AtOnce), "two have started");
        var atOnce = Volatile.Read(ref started);
        ends.SetResult();
        await Task.WhenAll(works);

        Assert.Equal((Decodings.AtOnce, 5), (atOnce, started));
    }
}
