using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>A job that works for minutes, such as the collection after a long outage, is told apart from one that hangs.</summary>
public sealed class JobProgressTests
{
    [Fact]
    public async Task Is_noted_with_each_statement_that_a_job_comes_to()
    {
        var clock = new FakeTimeProvider();
        var progress = JobProgress.Begin(clock);
        clock.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(TimeSpan.FromSeconds(50), progress.Still);

        await using var connection = new NpgsqlConnection();
        await using var command = connection.Command("Reports.Sql.read-cursor");

        Assert.Equal(TimeSpan.Zero, progress.Still);
    }
}
