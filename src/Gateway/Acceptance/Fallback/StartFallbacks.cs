using Gateway.Acceptance.Rules;
using Gateway.Acceptance.Store;
using Gateway.Messages;
using Gateway.Messages.Sealing;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Gateway.Vendors;
using Npgsql;

namespace Gateway.Acceptance.Fallback;

/// <summary>
/// Makes the second legs of messages that ended without success. A trigger notes each such message in the transaction that ends it, whoever ended it; here the note becomes a message, a link and
/// an event in one transaction. So a crash at any moment leaves either the note or the leg, and two processes never make two.
/// </summary>
internal sealed class StartFallbacks(
    NpgsqlDataSource source,
    VendorTable vendors,
    SealContent seal,
    DamagedRows damaged,
    MessageSignals signals,
    QuietHours quiet,
    TimeProvider time) : IRecurringJob
{
    private const int Batch = 500;

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (!await AnyAsync(cancellationToken))
        {
            return 0;
        }

        var now = time.GetUtcNow();
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var due = await DueAsync(connection, cancellationToken);
        if (due.Count == 0)
        {
            return 0;
        }

        var legs = due.Where(first => first.Next is not null && FallbackRules.MayFollow(first.End, first.Next, vendors)).Select(first => (First: first, Second: Second(first, first.Next!, now))).ToList(); // Filtered.
        if (legs.Count > 0)
        {
            await StoreByCopy.CopyAsync(connection, seal.Seal([.. legs.Select(leg => leg.Second)]), cancellationToken);
        }

        await using var command = connection.Command("Acceptance.Fallback.Sql.link-fallbacks");
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("decided", [.. due.Select(first => first.Id)]));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("firsts", [.. legs.Select(leg => leg.First.Id)]));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("seconds", [.. legs.Select(leg => leg.Second.Id)]));
        command.Parameters.Add(new NpgsqlParameter<short[]>("channels", [.. legs.Select(leg => (short)leg.Second.Channel)]));
        command.Parameters.Add(new NpgsqlParameter<short>("type", (short)EventType.MessageFallback));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (legs.Count > 0)
        {
            signals.Accepted.Beat();
            signals.Events.Beat();
        }

        return due.Count;
    }

    private NewMessage Second(FirstLeg first, NextLeg next, DateTimeOffset now) => first.Template with
    {
        Id = NewId.At(now),
        Channel = next.Channel,

        // A test key's message reaches no vendor, nor does its fallback.
        Vendor = first.Template.Vendor == AccountRules.TestVendor ? AccountRules.TestVendor : next.Vendor,
        Routed = next.Routed,
        Subject = next.Subject,
        Body = next.Text ?? first.Template.Body,
        SubId = next.SameVendor ? first.Template.SubId : null,
        BillingId = next.SameVendor ? first.Template.BillingId : null,
        Details = new MessageDetails { Attachments = next.Attachments, Replacements = next.Replacements }.ToJson(),
        CreatedAt = now,
        HeldUntil = quiet.HeldUntil(now, first.Template.Purpose, next.Channel),
        ExpiresAt = quiet.Release(now, first.Template.Purpose, next.Channel).AddHours(next.ExpireHours),
    };

    /// <summary>Nearly always none; a transaction for nothing would be three statements.</summary>
    private async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        await using var command = source.Command("Acceptance.Fallback.Sql.any-fallback");
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private async Task<List<FirstLeg>> DueAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("Acceptance.Fallback.Sql.due-fallbacks");
        command.Parameters.Add(new NpgsqlParameter<int>("limit", Batch));
        var due = new List<FirstLeg>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            due.Add(Read(reader));
        }

        return due;
    }

    private FirstLeg Read(NpgsqlDataReader reader)
    {
        var id = reader.Get<Guid>("message_id");
        var vendor = reader.Get<string>("vendor");
        var (priority, purpose) = ((Lane)reader.Get<short>("priority"), (MessagePurpose)reader.Get<short>("purpose"));
        var content = seal.Open(
            id,
            reader.Find<string>("recipient_name"),
            subject: null, // The second leg has one of its own.
            reader.Find<string>("body"),
            reader.Find<string>("metadata"),
            reader.Find<string>("details"));
        return new FirstLeg(
            id,
            new NewMessage
            {
                Id = id,
                AccountId = reader.Get<Guid>("account_id"),
                BatchId = reader.Get<Guid>("batch_id"),
                Vendor = vendor,
                Channel = Channel.Sms,
                Sender = reader.Get<string>("sender"),
                Recipient = reader.Get<string>("recipient"),
                RecipientName = content.RecipientName,
                Body = content.Text,
                Priority = priority,
                Reference = reader.Find<string>("reference"),
                Metadata = content.Metadata,
                SubId = reader.Find<string>("sub_id"),
                BillingId = reader.Find<string>("billing_id"),
                Purpose = purpose,
                Trace = reader.Find<byte[]>("trace"),
                CreatedAt = DateTimeOffset.UnixEpoch,
                ExpiresAt = DateTimeOffset.UnixEpoch,
                Status = MessageStatus.Accepted,
            },
            reader.Get<bool>("is_canceled") ? null : NextOf(id, content, priority, purpose),
            new LegEnd(
                vendor,
                reader.Find<short?>("result_code"),
                reader.Find<string>("vendor_code"),
                reader.Find<string>("vendor_group")));
    }

    /// <summary>Null when nothing follows. A damaged message has no second leg: nobody knows what it was to say, and the others must go on.</summary>
    private NextLeg? NextOf(Guid id, MessageContent content, Lane priority, MessagePurpose purpose)
    {
        if (!content.Unreadable && (content.Details?.Next is not { } next || (next.Channel.IsKnown() && priority.IsKnown() && purpose.IsKnown())))
        {
            return content.Details?.Next;
        }

        damaged.Tell("message with a fallback", id.ToString(), "it cannot be read, so no fallback follows it.");
        return null;
    }

    /// <summary>A message that ended without success, and what its second leg inherits.</summary>
    private sealed record FirstLeg(Guid Id, NewMessage Template, NextLeg? Next, LegEnd End);
}
