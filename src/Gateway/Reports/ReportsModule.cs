using Gateway.Accounts;
using Gateway.Messages.Received;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Jobs;
using Gateway.Platform.Loops;
using Gateway.Platform.OpenApi;
using Gateway.Platform.Queries;
using Gateway.Platform.Vendors;
using Gateway.Reports.Expiry;
using Gateway.Vendors;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Gateway.Reports;

internal static class ReportsModule
{
    private static readonly TimeSpan CollectEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan CollectFaxesEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ExpireEvery = TimeSpan.FromSeconds(15);

    /// <summary>What HTTP nodes need.</summary>
    public static IServiceCollection AddReceivedFaxes(this IServiceCollection services) =>
        services.AddScoped<ReadFaxes>().AddScoped<ReadMessages>()
            .AddEvent<FaxView>("fax.received", "A fax came in.")
            .AddEvent<BlockedSender>("sender.blocked", "A vendor's result blocked a registered sender number.");

    /// <summary>The jobs.</summary>
    public static IServiceCollection AddReports(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ApplyReports>();
        services.AddSingleton<RecordExpiry>();
        services.AddSingleton<OpenVendors>();
        services.AddSingleton(static provider =>
        {
            string[] vendors = [.. provider.GetRequiredService<VendorTable>().All.Select(static vendor => vendor.Name)];
            return new WorkSign("Reports.Sql.open-vendors", provider.GetRequiredService<OpenVendors>().Tell)
            {
                Parameters = [() => new NpgsqlParameter<string[]>("collected", vendors)],
            };
        });
        services.AddJobOfEachVendor<CollectReports>(VendorTable.CollectJob, CollectEvery, configuration);
        services.AddJobOfEachVendor<ExpireMessages>("expire-messages", ExpireEvery, configuration);
        services.AddJobOfEachVendor<CollectFaxes>("collect-faxes", CollectFaxesEvery, configuration, ReceivesFaxes);
        services.AddJobOfEachVendor<CollectMessages>(
            "collect-messages", CollectFaxesEvery, configuration, ReceivesMessages);
        services.AddRecurringJob<ExpireStrays>("expire-messages", ExpireEvery);
        return services;
    }

    private static bool ReceivesFaxes(IConfigurationSection vendor) =>
        vendor.Protocol() is { } protocol && protocol.NewSettings() is IReceiveFaxes
        && !string.IsNullOrEmpty(vendor[$"{protocol.Section}:{nameof(IReceiveFaxes.ReceiveDirectory)}"]);

    private static bool ReceivesMessages(IConfigurationSection vendor) =>
        vendor.Protocol() is { } protocol && protocol.NewSettings() is IReceiveMessages
        && bool.TryParse(vendor[$"{protocol.Section}:{nameof(IReceiveMessages.ReceiveMessages)}"], out var wanted)
            && wanted;

    private static void MapReceived(IEndpointRouteBuilder routes)
    {
        var messages = routes.MapGroup("/v1/messages/received").WithTags("Received messages")
            .RequireAuthorization(Scope.ReadMessages);
        messages.MapGet(
            "",
            ([FromServices] ReadMessages read, HttpContext context, int? limit, string? cursor, CancellationToken cancellationToken) =>
                read.ListAsync(context, limit, cursor, cancellationToken))
            .WithName("ListReceivedMessages")
            .WithSummary("List received short messages, newest first")
            .WithDescription(
                "Short messages (MO) that a vendor's agent received, where its setting `ReceiveMessages` is on. They "
                + "belong to the built-in account. Each one also becomes a `message.received` event with the same "
                + "fields. Text and sender are removed after `Retention:Content` days.")
            .WithMetadata(ReceivedExamples.List)
            .Produces<ReceivedMessageList>()
            .ProducesProblems(400, 401, 403, 503);
        messages.MapGet(
            "/{id:guid}",
            ([FromServices] ReadMessages read, HttpContext context, Guid id, CancellationToken cancellationToken) =>
                read.GetAsync(context, id, cancellationToken))
            .WithName("GetReceivedMessage")
            .WithSummary("Read a received short message")
            .Produces<ReceivedMessageView>()
            .ProducesProblems(401, 403, 404, 503);
    }

    private static void MapFaxes(IEndpointRouteBuilder routes)
    {
        var faxes = routes.MapGroup("/v1/faxes/received").WithTags("Received faxes").RequireAuthorization(Scope.ReadMessages);
        faxes.MapGet("", ([FromServices] ReadFaxes read, HttpContext context, int? limit, string? cursor, CancellationToken cancellationToken) =>
                read.ListAsync(context, limit, cursor, cancellationToken))
            .WithName("ListReceivedFaxes")
            .WithSummary("List received faxes, newest first")
            .WithDescription(
                "Faxes that an Xroshot agent received (03030 numbers). They belong to the built-in account. Each one also becomes a `fax.received` event with the same fields.")
            .WithMetadata(FaxExamples.List)
            .Produces<FaxList>()
            .ProducesProblems(400, 401, 403, 503);
        faxes.MapGet("/{id:guid}", ([FromServices] ReadFaxes read, HttpContext context, Guid id, CancellationToken cancellationToken) => read.GetAsync(context, id, cancellationToken))
            .WithName("GetReceivedFax")
            .WithSummary("Read a received fax")
            .Produces<FaxView>()
            .ProducesProblems(401, 403, 404, 503);
        faxes.MapGet("/{id:guid}/content", ([FromServices] ReadFaxes read, HttpContext context, Guid id, CancellationToken cancellationToken) =>
                read.GetContentAsync(context, id, cancellationToken))
            .RequireAuthorization(Scope.ReadPii)
            .WithName("GetReceivedFaxContent")
            .WithSummary("Download a received fax (TIFF)")
            .WithDescription(
                "The original file. Nothing in it can be masked, so this needs `messages:read-pii` too. 409 "
                + "`fax_file_missing` while the file is missing. Range requests are supported.")
            .Produces<Stream>(StatusCodes.Status200OK, "image/tiff")
            .Produces<Stream>(StatusCodes.Status206PartialContent, "image/tiff")
            .Produces(StatusCodes.Status304NotModified)
            .WithProblems(ErrorCode.FaxFileMissing, ErrorCode.PreconditionFailed, ErrorCode.RangeNotSatisfiable)
            .ProducesProblems(401, 403, 404, 409, 503);
    }

    public static IEndpointRouteBuilder MapReports(this IEndpointRouteBuilder routes)
    {
        MapFaxes(routes);
        MapReceived(routes);
        var codes = routes.MapGroup("/v1/result-codes").WithTags("Result codes").RequireAuthorization(Scope.ReadMessages);
        codes.MapGet("", (string? vendor, string? channel, string? code) => ReadResultCodes.List(vendor, channel, code))
            .WithWords("vendor", ProtocolWords.All.Words, code: "unknown_vendor")
            .WithWords("channel", ClosedSet.Of<Channel>().Words)
            .WithName("ListResultCodes")
            .WithSummary("All result codes with the conversion from the vendors' codes")
            .WithDescription($"`vendor` is a protocol ({string.Join(", ", ProtocolWords.All.Words)}), `channel` a channel, `code` a vendor's code as it stands in its row. Unknown vendor codes become 408 E_ETC.")
            .Produces<ResultCodeList>()
            .Describe(
                new("vendor", "Only codes of this protocol."),
                new("channel", "Only codes of this channel."),
                new("code", "A vendor's code as it stands in its row."))
            .ProducesProblems(400, 401, 403);
        codes.MapGet("/{canonical}", (string canonical) => ReadResultCodes.Get(canonical))
            .WithName("GetResultCode")
            .WithSummary("One result code by number or name")
            .Produces<ResultCodeView>()
            .Describe(
                new ParameterText("canonical", "The number of the code, or its name, such as `E_OK`."))
            .ProducesProblems(401, 403, 404);
        return routes;
    }
}
