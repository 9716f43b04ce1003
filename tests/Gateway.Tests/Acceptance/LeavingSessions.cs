using Gateway.Acceptance.Store;
using Gateway.Messages;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Npgsql;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>The connection that stores new messages has settings of its own. Whoever gets it from the pool next must not wait for locks by them.</summary>
public sealed class LeavingSessions
{
    [Fact]
    public async Task Gives_the_connection_back_as_it_was_taken()
    {
        // No table is there, so that storing ends right after the settings.
        var state = new NpgsqlConnectionStringBuilder(await TestServers.CreatePostgresAsync("session")) { NoResetOnClose = true, MaxPoolSize = 1 };
        await using var source = NpgsqlDataSource.Create(state);
        await using var insert = new StoreByInsert(source, TimeProvider.System);
        var request = new IntakeRequest(Guid.NewGuid(), [Message()], []);

        Assert.False(await insert.TryAsync(new IntakeKeys([request]), request.Messages, TestContext.Current.CancellationToken));

        await using var next = source.CreateCommand("SELECT current_setting('lock_timeout') || ' ' || current_setting('plan_cache_mode')");
        Assert.Equal("0 auto", await next.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    private static NewMessage Message() => new()
    {
        Id = Guid.CreateVersion7(),
        AccountId = Guid.NewGuid(),
        BatchId = Guid.NewGuid(),
        Vendor = "kshot",
        Channel = Channel.Sms,
        Sender = "15777985",
        Recipient = "01012341234",
        Body = "a",
        Priority = Lane.Normal,
        Purpose = MessagePurpose.Transactional,
        Status = MessageStatus.Accepted,
        CreatedAt = TimeProvider.System.GetUtcNow(),
        ExpiresAt = TimeProvider.System.GetUtcNow().AddHours(1),
    };
}
