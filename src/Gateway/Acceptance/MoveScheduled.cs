using Gateway.Messages;
using Gateway.Platform.Storage;
using Gateway.Vendors;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Acceptance;

/// <summary>Moves a message that is still scheduled. Its row decides: release and this meet there, and one of them is first.</summary>
internal sealed class MoveScheduled(NpgsqlDataSource source, MessageSignals signals, QuietHours quiet, TimeProvider time)
{
    /// <summary>False when its time has come, or it never had one.</summary>
    public async Task<bool> MoveAsync(Guid id, Guid accountId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Acceptance.Sql.reschedule");
        command.Parameters.Add(new NpgsqlParameter<Guid>("id", id));
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", accountId));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("scheduled_at", at));
        command.Parameters.Add(HeldUntil("held_until", at, Channel.Sms));
        command.Parameters.Add(HeldUntil("held_until_kakao", at, Channel.FriendTalk));
        command.Parameters.Add(
            new NpgsqlParameter<short[]>("kakao", [(short)Channel.AlimTalk, (short)Channel.FriendTalk]));
        command.Parameters.Add(new NpgsqlParameter<short>("advertisement", (short)MessagePurpose.Advertisement));
        if (await MovedRow.ExecuteAsync(command, cancellationToken) != 1)
        {
            return false;
        }

        signals.Accepted.Beat();
        return true;
    }

    private NpgsqlParameter<DateTimeOffset?> HeldUntil(string name, DateTimeOffset at, Channel channel) =>
        new(name, NpgsqlDbType.TimestampTz) { TypedValue = quiet.HeldUntil(at, MessagePurpose.Advertisement, channel) };
}
