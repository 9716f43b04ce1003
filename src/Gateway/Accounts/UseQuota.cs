using System.Globalization;
using Gateway.Platform;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Gateway.Accounts;

/// <summary>
/// Counts an account's messages against its daily and monthly quota, and its test messages against <c>Limits:TestMessagesPerDay</c>: one counter for each period, never a count of messages. Taken before the messages are stored and given
/// back when they are not, so a crash between the two errs on the side of the quota.
/// </summary>
internal sealed class UseQuota(NpgsqlDataSource source, IOptions<GatewayOptions> gateway, IOptions<LimitsOptions> options, TimeProvider time)
{
    private const string Daily = "daily";
    private const string Monthly = "monthly";

    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(gateway.Value.TimeZone);

    /// <summary>The problem when the messages would exceed a quota; then nothing was taken.</summary>
    public async ValueTask<ProblemResult?> TakeAsync(KnownKey key, int messages, CancellationToken cancellationToken)
    {
        var limits = Limits(key);
        if (limits.Count == 0 || messages == 0)
        {
            return null;
        }

        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var taken = new Dictionary<string, (int Used, int Told)>(StringComparer.Ordinal);
        await using (var command = connection.Command("Accounts.Sql.take-quota"))
        {
            command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", key.AccountId));
            command.Parameters.Add(new NpgsqlParameter<string[]>("periods", [.. limits.Select(limit => limit.Period)]));
            command.Parameters.Add(new NpgsqlParameter<int[]>("quotas", [.. limits.Select(limit => limit.Quota)]));
            command.Parameters.Add(new NpgsqlParameter<int>("messages", messages));
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                taken[reader.GetString(0)] = (reader.GetInt32(1), reader.GetInt32(2));
            }
        }

        if (limits.FirstOrDefault(limit => !taken.ContainsKey(limit.Period)) is { } exceeded)
        {
            await transaction.RollbackAsync(cancellationToken);
            return exceeded.Exceeded(messages);
        }

        foreach (var limit in limits.Where(_ => !key.Test))
        {
            var (used, told) = taken[limit.Period];
            var steps = QuotaSteps.Reached(used, limit.Quota, told);
            if (steps.Count > 0)
            {
                await TellAsync(connection, key.AccountId, limit, used, steps, cancellationToken);
            }
        }

        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    private async Task TellAsync(
        NpgsqlConnection connection,
        Guid accountId,
        QuotaLimit limit,
        int used,
        IReadOnlyList<int> steps,
        CancellationToken cancellationToken)
    {
        await using var command = connection.Command("Accounts.Sql.tell-quota");
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", accountId));
        command.Parameters.Add(new NpgsqlParameter<string>("period", limit.Period));
        command.Parameters.Add(new NpgsqlParameter<int[]>("percents", [.. steps]));
        var data = steps.Select(percent => QuotaSteps.Data(limit.Period, percent, used, limit.Quota)).ToArray();
        command.Parameters.Add(new NpgsqlParameter<string[]>("data", data));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The messages were not stored after all.</summary>
    public async ValueTask GiveBackAsync(KnownKey key, int messages)
    {
        var limits = Limits(key);
        if (limits.Count == 0 || messages == 0)
        {
            return;
        }

        await using var command = source.Command("Accounts.Sql.give-back-quota");
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", key.AccountId));
        command.Parameters.Add(new NpgsqlParameter<string[]>("periods", [.. limits.Select(limit => limit.Period)]));
        command.Parameters.Add(new NpgsqlParameter<int>("messages", messages));
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>The quotas of a key with what is used of them. Takes nothing.</summary>
    public async Task<IReadOnlyList<QuotaUse>> LookAsync(
        KnownKey key, CancellationToken cancellationToken)
    {
        var limits = Limits(key);
        if (limits.Count == 0)
        {
            return [];
        }

        await using var command = source.Command("Accounts.Sql.used-quota");
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", key.AccountId));
        command.Parameters.Add(new NpgsqlParameter<string[]>("periods", [.. limits.Select(limit => limit.Period)]));
        var used = new Dictionary<string, int>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            used[reader.Get<string>("period")] = reader.Get<int>("used");
        }

        return [.. limits.Select(limit => new QuotaUse(limit, used.GetValueOrDefault(limit.Period)))];
    }

    /// <summary>What an account's live messages have used; null: it has no quota, and nothing is counted.</summary>
    public async Task<QuotaUsage?> UsageAsync(Account account, CancellationToken cancellationToken)
    {
        var used = (await LookAsync(KnownKey.Of(account, key: null), cancellationToken))
            .ToDictionary(static quota => quota.Limit.Name, static quota => (int?)quota.Used);
        return used.Count == 0
            ? null
            : new QuotaUsage(used.GetValueOrDefault(Daily), used.GetValueOrDefault(Monthly));
    }

    private List<QuotaLimit> Limits(KnownKey key)
    {
        var most = options.Value.TestMessagesPerDay;
        if (key.Test ? most == 0 : key.DailyQuota is null && key.MonthlyQuota is null)
        {
            return [];
        }

        var now = TimeZoneInfo.ConvertTime(time.GetUtcNow(), _zone);
        var today = now.Date;
        var tomorrow = today.AddDays(1) - now.DateTime;
        if (key.Test)
        {
            var testDay = today.ToString("'test 'yyyy-MM-dd", CultureInfo.InvariantCulture);
            return [new QuotaLimit("test", testDay, most, ErrorCode.TestMessagesExceeded, tomorrow)];
        }

        var limits = new List<QuotaLimit>(2);
        if (key.DailyQuota is { } daily)
        {
            var day = today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            limits.Add(new QuotaLimit(Daily, day, daily, ErrorCode.DailyQuotaExceeded, tomorrow));
        }

        if (key.MonthlyQuota is { } monthly)
        {
            var month = new DateTime(today.Year, today.Month, 1, 0, 0, 0, DateTimeKind.Unspecified);
            limits.Add(new QuotaLimit(
                Monthly,
                today.ToString("yyyy-MM", CultureInfo.InvariantCulture),
                monthly,
                ErrorCode.MonthlyQuotaExceeded,
                month.AddMonths(1) - now.DateTime));
        }

        return limits;
    }
}
