using Gateway.Acceptance;
using Gateway.Acceptance.Batches;
using Gateway.Acceptance.Fallback;
using Gateway.Acceptance.Imports;
using Gateway.Accounts;
using Gateway.Dispatch;
using Gateway.Files;
using Gateway.Insight;
using Gateway.Insight.Console;
using Gateway.Insight.Metrics;
using Gateway.Insight.Statistics;
using Gateway.Messages;
using Gateway.Messages.Retention;
using Gateway.Platform;
using Gateway.Platform.Errors;
using Gateway.Platform.Jobs;
using Gateway.Platform.Logging;
using Gateway.Platform.OpenApi;
using Gateway.Platform.Queries;
using Gateway.Platform.Settings;
using Gateway.Platform.Storage;
using Gateway.Platform.Telemetry;
using Gateway.Platform.Vendors;
using Gateway.Reports;
using Gateway.Webhooks;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddLogging();
builder.AddPlatform();
builder.AddTelemetry();
builder.Services.AddErrors();
builder.Services.AddStorage();
builder.Services.AddVendors(builder.Configuration);
builder.Services.AddOpenApiDocument();
builder.Services.AddAccounts();
builder.Services.AddFiles();
builder.Services.AddMessages();
builder.Services.AddAcceptance(builder.Configuration);
builder.Services.AddBatches();
builder.Services.AddTemplateImport();
builder.Services.AddReceivedFaxes();
builder.Services.AddCancel();
builder.Services.AddWebhooks();
builder.Services.AddJobControl();
builder.Services.AddInsight();
builder.Services.AddGauges(builder.Configuration);
builder.Services.AddStatistics();
builder.Services.AddConsole();
if (builder.Configuration.RunsJobs())
{
    builder.Services.AddJobs();
    builder.Services.AddDispatch(builder.Configuration);
    builder.Services.AddBatchCompletion();
    builder.Services.AddFallbackStart();
    builder.Services.AddContentRemoval();
    builder.Services.AddReports(builder.Configuration);
    builder.Services.AddWebhookDelivery();
    builder.Services.AddFilePurge();
    builder.Services.AddUpkeep(builder.Configuration);
    builder.Services.AddRollUp();
}

builder.Services.RemoveEarlyKeyReading();
builder.CheckSettings();

var app = builder.Build();
app.UseRequestLog();
app.UseErrors();
app.UseMetrics();
app.UseHsts();
app.UseOpenApiDocument();
app.UseAccounts();
app.UseQueryCheck();
app.UseConsole();
app.MapInsight();
if (builder.Configuration.ServesHttp())
{
    app.MapAccounts();
    app.MapAcceptance();
    app.MapMessages();
    app.MapBatches();
    app.MapTemplateImport();
    app.MapDispatch();
    app.MapFiles();
    app.MapWebhooks();
    app.MapReports();
    app.MapStatistics();
    app.MapOperations();
    app.MapConsole();
}

return args is ["openapi"] ? await app.PrintOpenApiAsync() : await app.RunGatewayAsync();
