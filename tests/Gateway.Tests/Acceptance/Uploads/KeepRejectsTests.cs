using System.Text;
using Gateway.Acceptance.Batches.Rejects;
using Gateway.Platform;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace Gateway.Tests.Acceptance.Uploads;

/// <summary>How much of one upload's rejected lines is kept.</summary>
public sealed class KeepRejectsTests
{
    /// <summary>A million letters: 250 of them are kept.</summary>
    private static readonly string[] Long = [new('a', 1_000_000)];

    private static readonly Fault[] Wrong = [new("/to/phone", "invalid_phone", "Wrong.")];

    [Fact]
    public void Ends_at_so_many_letters_and_says_so_once()
    {
        var rejects = new KeepRejects(["json"], new SealRejects(
            new EphemeralDataProtectionProvider(),
            Options.Create(new GatewayOptions()),
            new DamagedRows(TimeProvider.System, NullLogger<DamagedRows>.Instance)));
        for (var line = 1; line <= 249; line++)
        {
            rejects.Add(line, Long, Wrong);
            rejects.Clear();
        }

        for (var line = 250; line <= 260; line++)
        {
            rejects.Add(line, line == 250 ? Long : ["b", .. Long], Wrong);
        }

        var kept = Encoding.UTF8.GetString(rejects.Of(Guid.NewGuid())!.Content);
        Assert.Equal(2, kept.Split("\"line\":").Length - 1);
        Assert.Contains("too_many_rejects", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("\"b\"", kept, StringComparison.Ordinal);
    }
}
