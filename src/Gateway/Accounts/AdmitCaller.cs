using System.Collections.Concurrent;
using System.Security.Cryptography;
using Gateway.Accounts.Addresses;
using Gateway.Platform;
using Gateway.Platform.Errors;
using Gateway.Platform.OpenApi;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Gateway.Accounts;

/// <summary>
/// <c>Authorization: Bearer &lt;key&gt;</c>: who calls, how often, and whether the key's scopes open the route. One step instead of ASP.NET's handlers for authentication and authorization,
/// because it stands before every request: those took a tenth of what accepting a message costs. Routes say what they need as usual, with <c>RequireAuthorization(scope)</c>.
/// </summary>
internal sealed class AdmitCaller(FindKey keys, LimitRequests limits, IOptions<GatewayOptions> gateway) : IDisposable
{
    private const string Prefix = "Bearer ";

    /// <summary>Headers whose hash is remembered; beyond this many, all are forgotten. A guess among them costs no more than a guess always does.</summary>
    private const int MostShown = 1000;

    /// <summary>Our own keys have about 90 characters.</summary>
    private const int LongestShown = 256;

    /// <summary>Enough that a right key behind a flood of wrong ones waits some milliseconds; of about a hundred connections to the state database.</summary>
    private const int GuessesAtOnce = 4;

    /// <summary>Hashing twice costs as much as the rest of this class. What is remembered is the hash, never whether it was right.</summary>
    private readonly ConcurrentDictionary<string, ShownKey> _shown = new(StringComparer.Ordinal);

    private readonly SemaphoreSlim _guesses = new(GuessesAtOnce);

    /// <summary>Two while the admin key is changed.</summary>
    private readonly byte[][] _adminHashes = [.. gateway.Value.AdminKeys.Select(static key => KeySecret.Hash(key))];

    public void Dispose() => _guesses.Dispose();

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        // Health and documents are for everybody, also while the database that knows the keys is away.
        if (!context.Request.Path.StartsWithSegments("/v1"))
        {
            return next(context);
        }

        // Answers carry secrets, numbers and texts. A handler of its own need not think of it, and no copy stays in a browser or a proxy.
        context.Response.Headers.CacheControl = "no-store";

        var key = FindAsync(context);
#pragma warning disable VSTHRD103 // It has completed; nearly always, so a state machine for each request would be for nothing.
        return key.IsCompletedSuccessfully ? AdmitAsync(context, next, key.Result) : AwaitAsync(context, next, key);
#pragma warning restore VSTHRD103
    }

    private async Task AwaitAsync(HttpContext context, RequestDelegate next, ValueTask<KnownKey?> key) => await AdmitAsync(context, next, await key);

    /// <summary>For keys that come another way than in the header; null when it does not count.</summary>
    public ValueTask<KnownKey?> FindAsync(string key, CancellationToken cancellationToken) => FindAsync(new ShownKey(key, KeySecret.Hash(key)), cancellationToken);

    /// <summary>The same for a key that somebody has typed: guesses wait as those in headers do.</summary>
    public ValueTask<KnownKey?> FindAsync(HttpContext context, string key) => FindAsync(context, new ShownKey(key, KeySecret.Hash(key)));

    /// <summary>True when a key may use what a route names as its policy.</summary>
    public static bool Opens(KnownKey key, string? scope) => scope switch
    {
        null => true,
        Scope.Operator => key.IsOperator,
        _ => key.Scopes.Contains(scope),
    };

    private Task AdmitAsync(HttpContext context, RequestDelegate next, KnownKey? key)
    {
        if (key is not null)
        {
            context.User = key.Principal;
            if (AllowedAddresses.Refuse(context, key) is { } elsewhere)
            {
                return elsewhere.ExecuteAsync(context);
            }

            if (limits.RefuseKey(context, key) is { } tooMany)
            {
                return tooMany.ExecuteAsync(context);
            }
        }

        var route = context.GetEndpoint()?.Metadata;
        foreach (var needed in route?.GetOrderedMetadata<IAuthorizeData>() ?? [])
        {
            if (key is null)
            {
                if (limits.CountFailure(context) is { } tooManyWrong)
                {
                    return tooManyWrong.ExecuteAsync(context);
                }

                context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
                return new ProblemResult(ErrorCode.Unauthorized, "Send your key as: Authorization: Bearer <key>").ExecuteAsync(context);
            }

            if (!Opens(key, needed.Policy))
            {
                return new ProblemResult(ErrorCode.Forbidden, $"This request needs the scope {needed.Policy}.")
                    .ExecuteAsync(context);
            }

            if (key.Test && Changes(context.Request.Method) && route!.GetMetadata<ForTestKeys>() is null) // It has named what it needs.
            {
                return TestKeys.Refused.ExecuteAsync(context);
            }
        }

        return next(context);
    }

    private static bool Changes(string method) => !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method);

    /// <summary>
    /// True when an admin of the built-in account asks, on a route that needs no key. <c>Gateway:AdminKey</c> is known without the state database, so that it works while that is away; other keys are not
    /// known then. A wrong key counts as everywhere, so this is no second place to guess.
    /// </summary>
    public async Task<bool> IsOperatorAsync(HttpContext context)
    {
        if (ShownBy(context) is not { } shown)
        {
            return false;
        }

        if (IsAdminKey(shown))
        {
            return true;
        }

        try
        {
            var key = await FindAsync(context, shown);
            if (key is null)
            {
                limits.CountFailure(context);
            }

            return key is { IsOperator: true } && key.MayBeUsedFrom(context);
        }
        catch (Exception fault) when (UnhandledExceptionHandler.IsStorageFault(fault))
        {
            return false;
        }
    }

    /// <summary>For addresses that guess: few of them at once ask the state database for keys that nobody knows, so that guesses cost others nothing. A key that is right is found all the same.</summary>
    private async ValueTask<KnownKey?> FindSlowlyAsync(ShownKey shown, CancellationToken cancellationToken)
    {
        await _guesses.WaitAsync(cancellationToken);
        try
        {
            return await FindAsync(shown, cancellationToken);
        }
        finally
        {
            _guesses.Release();
        }
    }

    /// <summary>Null when there is no key, or none that counts.</summary>
    private ValueTask<KnownKey?> FindAsync(HttpContext context) => ShownBy(context) is { } shown ? FindAsync(context, shown) : default;

    private ValueTask<KnownKey?> FindAsync(HttpContext context, ShownKey shown) =>
        limits.IsGuessing(context) ? FindSlowlyAsync(shown, context.RequestAborted) : FindAsync(shown, context.RequestAborted);

    private ValueTask<KnownKey?> FindAsync(ShownKey shown, CancellationToken cancellationToken) =>
        IsAdminKey(shown) ? keys.DefaultAsync(cancellationToken) : keys.FindAsync(shown.Key, shown.Hash, cancellationToken);

    private bool IsAdminKey(ShownKey shown)
    {
        foreach (var hash in _adminHashes)
        {
            if (CryptographicOperations.FixedTimeEquals(shown.Hash, hash))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The key that was shown; null when there is none.</summary>
    private ShownKey? ShownBy(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (!_shown.TryGetValue(header, out var shown))
        {
            var key = header[Prefix.Length..].Trim();
            shown = new ShownKey(key, KeySecret.Hash(key));
            Remember(header, shown);
        }

        return shown;
    }

    private void Remember(string header, ShownKey shown)
    {
        if (header.Length > LongestShown)
        {
            return;
        }

        if (_shown.Count >= MostShown)
        {
            _shown.Clear();
        }

        _shown[header] = shown;
    }

    private sealed record ShownKey(string Key, byte[] Hash);
}
