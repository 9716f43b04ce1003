using Gateway.Accounts.OptOuts;
using Gateway.Accounts.Streams;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Loops;
using Gateway.Platform.OpenApi;
using Gateway.Platform.Queries;
using Gateway.Platform.Settings;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Accounts;

internal static class AccountsModule
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        // What routes need is checked by AdmitCaller; ASP.NET would refuse a route that names a policy when its own middleware has not run.
        services.Configure<RouteOptions>(options => options.SuppressCheckForUnhandledSecurityMetadata = true);
        services.AddSection<LimitsOptions>(LimitsOptions.Section);
        services.AddSingleton<LimitRequests>();
        services.AddSingleton<AdmitCaller>();
        services.AddSingleton<FindKey>();
        services.AddSingleton<FindSender>();
        services.AddSingleton<OriginCodes>();
        services.AddSingleton<UseQuota>();
        services.AddLoop<TouchKeys>();
        services.AddSingleton<OpenStreams>();
        services.AddSingleton<ServeStream>();
        services.AddLoop<WatchStreamKeys>();
        services.AddSingleton<AccountRequestValidator>();
        services.AddSingleton<KeyRequestValidator>();
        services.AddSingleton<ChangeKeyRequestValidator>();
        services.AddSingleton<SenderRequestValidator>();
        services.AddSingleton<ChangeSenderRequestValidator>();
        services.AddScoped<WriteAccount>();
        services.AddScoped<ReadAccounts>();
        services.AddScoped<ManageKeys>();
        services.AddScoped<ChangeKey>();
        services.AddScoped<ManageSenders>();
        services.AddScoped<ApproveSender>();
        services.AddScoped<UnblockSender>();
        services.AddScoped<ChangeSender>();
        services.AddScoped<ReadAuditLog>();
        services.AddOptOuts();
        services.AddEvent<QuotaReached>("quota.reached", "An account has used 70, 90 or 100 % of a quota.");
        return services;
    }

    /// <summary>Who calls, whether they call too often, and whether they may.</summary>
    public static IApplicationBuilder UseAccounts(this WebApplication app)
    {
        // Made when the host starts, not here: it reads settings, and wrong ones are told in words of their own before that.
        app.Use(next =>
        {
            var admit = app.Services.GetRequiredService<AdmitCaller>();
            return context => admit.InvokeAsync(context, next);
        });
        return app;
    }

    public static IEndpointRouteBuilder MapAccounts(this IEndpointRouteBuilder routes)
    {
        MapAccountRoutes(routes.MapGroup("/v1/accounts").WithTags("Accounts"));
        MapKeys(routes.MapGroup("/v1/accounts/{accountId:guid}/keys").WithTags("Accounts").RequireAuthorization(Scope.Admin));
        MapSenders(routes.MapGroup("/v1/senders").WithTags("Senders").RequireAuthorization(Scope.Admin));
        routes.MapOptOuts();
        routes.MapGet("/v1/audit-log", ([FromServices] ReadAuditLog read, HttpContext context, int? limit, string? cursor, CancellationToken cancellationToken) => read.ListAsync(context, limit, cursor, cancellationToken))
            .WithTags("Accounts")
            .RequireAuthorization(Scope.Admin)
            .WithName("ListAuditLog")
            .WithSummary("List administrative changes, newest first")
            .Produces<AuditList>()
            .ProducesProblems(400, 401, 403, 503);
        return routes;
    }

    private static void MapAccountRoutes(RouteGroupBuilder accounts)
    {
        accounts.MapPost("", ([FromServices] WriteAccount write, HttpContext context, CancellationToken cancellationToken) => write.CreateAsync(context, cancellationToken))
            .RequireAuthorization(Scope.Operator)
            .WithName("CreateAccount")
            .WithSummary("Create an account")
            .WithDescription("An account has keys of its own and sees only its own messages, files, webhooks and statistics. Only admin keys of the built-in account make accounts.")
            .WithMetadata(new Example("shop", "An account with limits", """{ "name": "shop", "channels": ["sms", "lms"], "defaultSender": "15777985", "dailyQuota": 10000, "registeredSendersOnly": true }"""))
            .WithMetadata(IdempotencyKey.Documented)
            .Accepts<AccountRequest>("application/json")
            .Produces<AccountView>(StatusCodes.Status201Created)
            .ProducesProblems(400, 401, 403, 413, 415, 422, 503);
        accounts.MapGet("", ([FromServices] ReadAccounts read, HttpContext context, int? limit, string? cursor, CancellationToken cancellationToken) => read.ListAsync(context, limit, cursor, cancellationToken))
            .RequireAuthorization(Scope.Admin)
            .WithName("ListAccounts")
            .WithSummary("List accounts, newest first")
            .WithDescription("Admin keys of the built-in account see all accounts, others only their own.")
            .Produces<AccountList>()
            .ProducesProblems(400, 401, 403, 503);
        accounts.MapGet("/{id:guid}", ([FromServices] ReadAccounts read, HttpContext context, Guid id, CancellationToken cancellationToken) => read.GetAsync(context, id, cancellationToken))
            .RequireAuthorization(Scope.Admin)
            .WithName("GetAccount")
            .WithSummary("Read an account, with what is used of its quotas")
            .Produces<AccountView>()
            .ProducesProblems(401, 403, 404, 503);
        accounts.MapPut("/{id:guid}", ([FromServices] WriteAccount write, HttpContext context, Guid id, CancellationToken cancellationToken) => write.ReplaceAsync(context, id, cancellationToken))
            .RequireAuthorization(Scope.Operator)
            .WithName("ReplaceAccount")
            .WithSummary("Change an account: limits that you omit are removed")
            .WithDescription("Takes effect within 5 seconds on every node.")
            .Accepts<AccountRequest>("application/json")
            .Produces<AccountView>()
            .ProducesProblems(400, 401, 403, 404, 413, 415, 422, 503);
    }

    private static void MapKeys(RouteGroupBuilder keys)
    {
        keys.MapPost("", ([FromServices] ManageKeys manage, HttpContext context, Guid accountId, CancellationToken cancellationToken) => manage.CreateAsync(context, accountId, cancellationToken))
            .WithName("CreateKey")
            .WithSummary("Create a key for an account")
            .WithDescription(
                "The `key` is shown only in this answer; the gateway keeps its SHA-256. `messages:send` sends, `messages:read` reads, with `messages:read-pii` whole numbers and names instead of `010****1234`, `files` and `webhooks` manage those, `admin` manages "
                + "keys and sender numbers. With `test: true` messages are accepted and reported as usual, but reach "
                + "no vendor; see `POST /v1/messages` for the numbers that choose the outcome. A test key never "
                + "changes what live traffic uses: it sends, moves and "
                + "cancels test messages, uploads files, and reads; every other change is 403 `test_key`, with `admin` too. `allowedAddresses` says from where it may be used. At most 100 keys that are not revoked (`Limits:KeysPerAccount`).")
            .WithMetadata(new Example("sender", "A key that sends and reads", """{ "name": "order service", "scopes": ["messages:send", "messages:read", "messages:read-pii"] }"""))
            .WithMetadata(IdempotencyKey.Documented)
            .Accepts<KeyRequest>("application/json")
            .Produces<KeyView>(StatusCodes.Status201Created)
            .WithProblems(ErrorCode.TooManyKeys, ErrorCode.SecretShownBefore)
            .ProducesProblems(400, 401, 403, 404, 409, 413, 415, 422, 503);
        keys.MapGet("", ([FromServices] ManageKeys manage, HttpContext context, Guid accountId, int? limit, string? cursor, CancellationToken cancellationToken) => manage.ListAsync(context, accountId, limit, cursor, cancellationToken))
            .WithName("ListKeys")
            .WithSummary("List an account's keys, newest first")
            .Produces<KeyList>()
            .ProducesProblems(400, 401, 403, 404, 503);
        keys.MapPatch(
            "/{keyId:guid}",
            ([FromServices] ChangeKey change, HttpContext context, Guid accountId, Guid keyId, CancellationToken token) =>
                change.HandleAsync(context, accountId, keyId, token))
            .WithName("ChangeKey")
            .WithSummary("Change a key's name, or the addresses that may use it")
            .WithDescription(
                "Fields that you omit stay as they are. `allowedAddresses` takes effect within 5 seconds on every "
                + "node; elsewhere the key then gets 403 `address_not_allowed`, which names the address that the "
                + "gateway sees. "
                + "A list that would lock out the caller's own key is refused (`locks_you_out`).")
            .WithMetadata(new Example(
                "office",
                "Only from the office and one server",
                """{ "allowedAddresses": ["203.0.113.0/24", "2001:db8::5"] }"""))
            .Accepts<ChangeKeyRequest>("application/json")
            .Produces<KeyView>()
            .Describe(
                new ParameterText("keyId", "The key's id."))
            .ProducesProblems(400, 401, 403, 404, 413, 415, 422, 503);
        keys.MapDelete("/{keyId:guid}", ([FromServices] ManageKeys manage, HttpContext context, Guid accountId, Guid keyId, CancellationToken cancellationToken) => manage.RevokeAsync(context, accountId, keyId, cancellationToken))
            .WithName("RevokeKey")
            .WithSummary("Revoke a key")
            .WithDescription("This cannot be undone. Every node refuses the key within 5 seconds.")
            .Produces(StatusCodes.Status204NoContent)
            .Describe(
                new ParameterText("keyId", "The key's id."))
            .ProducesProblems(401, 403, 404, 503);
    }

    private static void MapSenders(RouteGroupBuilder senders)
    {
        senders.MapPost("", ([FromServices] ManageSenders manage, HttpContext context, CancellationToken cancellationToken) => manage.CreateAsync(context, cancellationToken))
            .WithName("RegisterSender")
            .WithSummary("Register a sender number (발신번호)")
            .WithDescription("Korean law (전기통신사업법 제84조의2) wants sender numbers registered at the vendor. An account with `registeredSendersOnly` can send only from numbers that are registered here too. What an account registers itself is `pending`, and cannot be sent from by such an account, until an admin key of the built-in account approves it; what that key registers is approved at once. At most 1,000 numbers (`Limits:SendersPerAccount`).")
            .WithMetadata(new Example("number", "A number", """{ "number": "1577-7985", "comment": "call centre" }"""))
            .WithMetadata(IdempotencyKey.Documented)
            .Accepts<SenderRequest>("application/json")
            .Produces<SenderView>(StatusCodes.Status201Created)
            .WithProblems(ErrorCode.TooManySenders)
            .ProducesProblems(400, 401, 403, 409, 413, 415, 422, 503);
        senders.MapGet("", ([FromServices] ManageSenders manage, HttpContext context, string? state, int? limit, string? cursor, CancellationToken cancellationToken) => manage.ListAsync(context, state, limit, cursor, cancellationToken))
            .WithName("ListSenders")
            .WithWords("state", ClosedSet.Of<SenderState>().Words, code: "unknown_value")
            .WithSummary("List registered sender numbers, newest first")
            .WithDescription("`state`: `approved`, `pending`, `blocked` or `expired`.")
            .Produces<SenderList>()
            .Describe(
                new ParameterText("state", "Only numbers in this state."))
            .ProducesProblems(400, 401, 403, 503);
        senders.MapPost("/{id:guid}/approve", ([FromServices] ApproveSender approve, HttpContext context, Guid id, CancellationToken cancellationToken) => approve.HandleAsync(context, id, cancellationToken))
            .RequireAuthorization(Scope.Operator)
            .WithName("ApproveSender")
            .WithSummary("Approve a sender number that an account registered itself")
            .WithDescription("Only admin keys of the built-in account approve. Look first whether the number is the account's own (통신서비스 이용증명원). To refuse it, remove it.")
            .Produces<SenderView>()
            .WithProblems(ErrorCode.SenderBlocked)
            .ProducesProblems(401, 403, 404, 409, 503);
        senders.MapPost(
            "/{id:guid}/unblock",
            ([FromServices] UnblockSender unblock, HttpContext context, Guid id, CancellationToken cancellationToken) =>
                unblock.HandleAsync(context, id, cancellationToken))
            .RequireAuthorization(Scope.Operator)
            .WithName("UnblockSender")
            .WithSummary("Unblock a sender number")
            .WithDescription(
                "A result with one of the codes 306 to 309 and 515 to 518 blocks a registered number; you get one "
                + "`sender.blocked` event. Clear the reason with the vendor first. Messages that were handed over "
                + "before this do "
                + "not block it again.")
            .Produces<SenderView>()
            .ProducesProblems(401, 403, 404, 503);
        senders.MapPatch(
            "/{id:guid}",
            ([FromServices] ChangeSender change, HttpContext context, Guid id, CancellationToken cancellationToken) =>
                change.HandleAsync(context, id, cancellationToken))
            .RequireAuthorization(Scope.Operator)
            .WithName("ChangeSender")
            .WithSummary("Change when a sender number expires")
            .WithDescription(
                "Only admin keys of the built-in account may: an account must not extend its own certificate. "
                + "Fields that you omit stay as they are. Takes effect within 5 seconds on every node.")
            .WithMetadata(new Example(
                "renewed", "With a new certificate", """{ "expiresAt": "2027-12-31T23:59:59+09:00" }"""))
            .Accepts<ChangeSenderRequest>("application/json")
            .Produces<SenderView>()
            .ProducesProblems(400, 401, 403, 404, 413, 415, 422, 503);
        senders.MapDelete("/{id:guid}", ([FromServices] ManageSenders manage, HttpContext context, Guid id, CancellationToken cancellationToken) => manage.DeleteAsync(context, id, cancellationToken))
            .WithName("RemoveSender")
            .WithSummary("Remove a sender number")
            .WithDescription(
                "Only an admin key of the built-in account removes a blocked one; others get 409 `sender_blocked`.")
            .Produces(StatusCodes.Status204NoContent)
            .WithProblems(ErrorCode.SenderBlocked)
            .ProducesProblems(401, 403, 404, 409, 503);
    }
}
