using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Accounts.OptOuts;

/// <summary><c>POST /v1/optouts</c>, from JSON or a CSV file. A number that is on the list already is no fault: its owner may refuse as often as they like.</summary>
internal sealed class AddOptOuts(GatewayDb db, IdempotentCreate create, IOptions<LimitsOptions> limits, TimeProvider time)
{
    public const int MaxNumbers = 10_000;
    public const int MaxComment = 256;

    private const int MaxJsonBytes = 512 * 1024;
    private const int MaxCsvBytes = 8 * 1024 * 1024;
    private const int MaxFaults = 100;

    /// <summary>Numbers that the audit log names; the list itself tells the rest.</summary>
    private const int Audited = 20;

    /// <summary>Somebody else may add the same numbers at the same moment; then they are counted anew.</summary>
    private const int MostAttempts = 5;

    public async Task<IResult> FromJsonAsync(HttpContext context, Guid? account, CancellationToken cancellationToken)
    {
        var body = await BodyReader.ReadAsync(context, OptOutJson.Strict.OptOutRequest, MaxJsonBytes);
        if (body.Problem is { } problem)
        {
            return problem;
        }

        if (account is not null)
        {
            return ProblemResult.Malformed([new Fault("?accountId", "unexpected_parameter", "Only with text/csv. Say it in the body.")]);
        }

        if (body.Faults.Count > 0)
        {
            return ProblemResult.Malformed(body.Faults);
        }

        var request = body.Value!; // Neither problem nor faults.
        var accountId = request.AccountId ?? context.User.AccountId();
        var faults = Faults(request);
        if (!await OptOutAccounts.MayAsync(db, context, accountId, cancellationToken))
        {
            faults.Add(new Fault("/accountId", "unknown_account", "There is no account with this id."));
        }

        if (faults.Count > 0)
        {
            return ProblemResult.Invalid(faults);
        }

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
        if (!await OptOutAccounts.MayAsync(db, context, accountId, cancellationToken))
        {
            return ProblemResult.Invalid([new Fault("?accountId", "unknown_account", "There is no account with this id.")]);
        }

        var (file, fault) = OptOutFile.Read(bytes);
        return file is null
            ? ProblemResult.Invalid([fault!]) // One of them is there.
            : await AddAsync(context, accountId, SHA256.HashData([.. accountId.ToByteArray(), .. body.Hash]), file.Numbers, file.Faults, file.Rejected, cancellationToken);
    }

    private static List<Fault> Faults(OptOutRequest request)
    {
        var faults = new List<Fault>();
        if ((request.Number is null) == (request.Numbers is null))
        {
            faults.Add(new Fault("/numbers", "required", "Give either number or numbers."));
        }

        if (request.Numbers is { Count: 0 or > MaxNumbers })
        {
            faults.Add(new Fault("/numbers", "out_of_range", $"1 to {MaxNumbers} numbers; more as text/csv."));
        }

        if (request.Number is not null && !PhoneNumber.TryParseRecipient(request.Number, out _))
        {
            faults.Add(new Fault("/number", "invalid_phone", PhoneNumber.RecipientForm));
        }

        for (var i = 0; i < (request.Numbers?.Count ?? 0) && faults.Count < MaxFaults; i++)
        {
            if (!PhoneNumber.TryParseRecipient(request.Numbers![i], out _)) // Counted above.
            {
                faults.Add(new Fault($"/numbers/{i}", "invalid_phone", PhoneNumber.RecipientForm));
            }
        }

        if (CommentFault(request.Comment) is { } detail)
        {
            faults.Add(new Fault("/comment", "too_long", detail));
        }

        return faults;
    }

    /// <summary>What is wrong with a comment; null when nothing is.</summary>
    public static string? CommentFault(string? comment) =>
        comment is { Length: > MaxComment } || comment?.Any(char.IsControl) == true ? $"At most {MaxComment} characters, on one line." : null;

    private static IEnumerable<string> Given(OptOutRequest request) =>
        (request.Numbers ?? [request.Number!]).Select(text => PhoneNumber.TryParseRecipient(text, out var digits) ? digits : text).Distinct(StringComparer.Ordinal); // Checked.

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

/// <summary>Whose list a key may touch.</summary>
internal static class OptOutAccounts
{
    /// <summary>Its own; those of others only as an administrator of the installation.</summary>
    public static async Task<bool> MayAsync(GatewayDb db, HttpContext context, Guid accountId, CancellationToken cancellationToken)
    {
        var own = context.User.AccountId();
        return accountId == own || (own == Caller.DefaultAccount && await db.Set<Account>().AnyAsync(account => account.Id == accountId, cancellationToken));
    }
}
