using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Numbers;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Accounts.OptOuts;

/// <summary><c>POST /v1/optouts</c>, from JSON or a CSV file. A number that is on the list already is no fault: its owner may refuse as often as they like.</summary>
internal sealed class AddOptOuts(GatewayDb db, IdempotentCreate create, OptOutRequestValidator validator, IOptions<LimitsOptions> limits, TimeProvider time)
{
    private const int MaxJsonBytes = 512 * 1024;
    private const int MaxCsvBytes = 8 * 1024 * 1024;

    /// <summary>Numbers that the audit log names; the list itself tells the rest.</summary>
    private const int Audited = 20;

    /// <summary>Somebody else may add the same numbers at the same moment; then they are counted anew.</summary>
    private const int MostAttempts = 5;

    public async Task<IResult> FromJsonAsync(HttpContext context, Guid? account, CancellationToken cancellationToken)
    {
        var read = await BodyReader.ReadAsync(context, OptOutJson.Strict.OptOutRequest, MaxJsonBytes);
        if (read.Problem is null && account is not null)
        {
            return ProblemResult.Malformed([new Fault("?accountId", "unexpected_parameter", "Only with text/csv. Say it in the body.")]);
        }

        var body = await read.CheckAsync(validator, context);
        if (body.Request is not { } request)
        {
            return body.Refusal;
        }

        var accountId = request.AccountId ?? context.User.AccountId();
        var numbers = Given(request).ToDictionary(given => given, _ => request.Comment, StringComparer.Ordinal);
        return await AddAsync(context, accountId, body.Hash, numbers, [], 0, cancellationToken);
    }

    /// <summary>Bad lines are told and skipped: one mistyped number must not leave the others unprotected.</summary>
    public async Task<IResult> FromCsvAsync(HttpContext context, Guid? account, CancellationToken cancellationToken)
    {
        var body = await BodyReader.ReadFileAsync(context, MaxCsvBytes);
        if (body.Value is not { } bytes)
        {
            return body.Problem!; // One of them is there.
        }

        var accountId = account ?? context.User.AccountId();
        if (!await ManagedAccounts.MayAsync(db, context, accountId, cancellationToken))
        {
            return ProblemResult.Invalid([ManagedAccounts.Unknown("?accountId")]);
        }

        var (file, fault) = OptOutFile.Read(bytes);
        return file is null
            ? ProblemResult.Invalid([fault!]) // One of them is there.
            : await AddAsync(context, accountId, SHA256.HashData([.. accountId.ToByteArray(), .. body.Hash]), file.Numbers, file.Faults, file.Rejected, cancellationToken);
    }

    private static IEnumerable<string> Given(OptOutRequest request) =>
        (request.Numbers ?? [request.Number!]).Select(text => PhoneNumber.Person(text).Digits).Distinct(StringComparer.Ordinal); // Checked.

    private async Task<IResult> AddAsync(
        HttpContext context, Guid accountId, byte[] hash, IReadOnlyDictionary<string, string?> numbers, IReadOnlyList<OptOutFault> faults, int rejected, CancellationToken cancellationToken)
    {
        string[] all = [.. numbers.Keys];
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var known = await db.Set<OptOut>().CountAsync(optOut => optOut.AccountId == accountId && all.Contains(optOut.Number), cancellationToken);
            var result = new OptOutResult { Added = all.Length - known, Known = known, Rejected = rejected, Errors = faults };
            var counted = true;
            var answer = await create.CarryOutAsync(
                context,
                context.User.Key().Acting(accountId),
                hash,
                new KeptAnswer(StatusCodes.Status201Created, JsonSerializer.SerializeToUtf8Bytes(result, OptOutJson.Strict.OptOutResult)),
                async (connection, token) =>
                {
                    await WithinLimit.LockAsync(connection, CountedThing.OptOuts, accountId, token);
                    counted = await StoreAsync(connection, accountId, numbers, token) == result.Added;
                    if (!counted)
                    {
                        return new ProblemResult(ErrorCode.Overloaded, retryAfter: TimeSpan.FromSeconds(1));
                    }

                    if (result.Added > 0 && await RefuseAsync(connection, accountId, token) is { } refused)
                    {
                        return refused;
                    }

                    db.Add(AuditEntry.Of(context.User.Key(), "optouts.added", accountId, JsonSerializer.Serialize(new OptOutAudit(accountId, result.Added, [.. all.Take(Audited)]), OptOutJson.Strict.OptOutAudit), time.GetUtcNow()));
                    await db.SaveChangesAsync(token);
                    return null;
                },
                cancellationToken);
            if (counted)
            {
                return answer;
            }
        }

        return new ProblemResult(ErrorCode.Overloaded, retryAfter: TimeSpan.FromSeconds(1));
    }

    /// <summary>The refusal when what was just added is too much; it takes the addition back.</summary>
    private async Task<IResult?> RefuseAsync(NpgsqlConnection connection, Guid accountId, CancellationToken cancellationToken)
    {
        var most = limits.Value.OptOutsPerAccount;
        return await WithinLimit.CountAsync(connection, "Accounts.OptOuts.Sql.count-optouts", accountId, most + 1, cancellationToken) > most
            ? new ProblemResult(ErrorCode.TooManyOptOuts, $"The list may have {most} numbers. Nothing of this request was added. Remove numbers that are no longer used, or ask the operator to raise the limit.")
            : null;
    }

    private async Task<int> StoreAsync(NpgsqlConnection connection, Guid accountId, IReadOnlyDictionary<string, string?> numbers, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = connection.Command("Accounts.OptOuts.Sql.add-optouts");
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", accountId));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. numbers.Select(_ => NewId.At(now))]));
        command.Parameters.Add(new NpgsqlParameter<string[]>("numbers", [.. numbers.Keys]));
        command.Parameters.Add(new NpgsqlParameter<string?[]>("comments", NpgsqlDbType.Array | NpgsqlDbType.Text) { TypedValue = [.. numbers.Values] });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
