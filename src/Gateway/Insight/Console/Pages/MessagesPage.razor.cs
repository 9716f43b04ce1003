using System.Globalization;
using Gateway.Insight.Vendors;
using Gateway.Messages;
using Microsoft.AspNetCore.Components;

namespace Gateway.Insight.Console.Pages;

/// <summary>Search in messages. What is asked for stands in the address, so that it can be shared.</summary>
public partial class MessagesPage
{
    /// <summary>So many digits are a number; fewer may be a reference.</summary>
    private const int FewestDigits = 7;

    private IReadOnlyList<MessageView>? _items;
    private IReadOnlyList<string> _vendors = [];
    private string? _next;
    private string? _fault;
    private string? _q;
    private string? _status;
    private string? _channel;
    private string? _vendor;
    private DateTime? _from;
    private DateTime? _to;

    [SupplyParameterFromQuery(Name = "q")]
    public string? Q { get; set; }

    [SupplyParameterFromQuery(Name = "status")]
    public string? Status { get; set; }

    [SupplyParameterFromQuery(Name = "channel")]
    public string? Channels { get; set; }

    [SupplyParameterFromQuery(Name = "vendor")]
    public string? Vendor { get; set; }

    [SupplyParameterFromQuery(Name = "createdFrom")]
    public string? From { get; set; }

    [SupplyParameterFromQuery(Name = "createdTo")]
    public string? To { get; set; }

    [SupplyParameterFromQuery(Name = "batchId")]
    public string? BatchId { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")]
    public string? Cursor { get; set; }

    private bool IsFiltered =>
        new[] { Q, Status, Channels, Vendor, From, To, BatchId }.Any(static filter => filter is not null);

    protected override async Task OnParametersSetAsync()
    {
        if (!May(Accounts.Scope.ReadMessages))
        {
            return;
        }

        (_q, _status, _channel, _vendor) = (Q, Status ?? "", Channels ?? "", Vendor ?? "");
        (_from, _to) = (DayOf(From), DayOf(To));
        var vendors = _vendors.Count > 0 ? null : Api.GetAsync("/v1/vendors", VendorJson.Readable.VendorList, Gone);
        var found = await Api.GetAsync("/v1/messages" + ApiQuery(isFile: false), MessageJson.Strict.MessageList, Gone);
        (_items, _next) = (found.Value?.Items, found.Value?.NextCursor);
        _fault = found.Problem?.Errors is { Count: > 0 } faults ? faults[0].Detail : Refusal(found.Problem);
        if (vendors is not null)
        {
            _vendors = [.. (await vendors).Value?.Items.Select(static vendor => vendor.Name) ?? []];
        }
    }

    private void Search()
    {
        if (Guid.TryParse(_q?.Trim(), out var id))
        {
            Navigation.NavigateTo($"messages/{id}");
            return;
        }

        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters("messages", new Dictionary<string, object?>
        {
            ["q"] = Said(_q),
            ["status"] = Said(_status),
            ["channel"] = Said(_channel),
            ["vendor"] = Said(_vendor),
            ["createdFrom"] = _from?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["createdTo"] = _to?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["batchId"] = BatchId,
        }));
    }

    /// <summary>What the page asks for in the words of the API.</summary>
    private string ApiQuery(bool isFile)
    {
        var isNumber = Q is not null && Q.Count(char.IsDigit) >= FewestDigits && !Q.Any(char.IsLetter);
        var parts = new Dictionary<string, string?>
        {
            ["to"] = isNumber ? Q : null,
            ["reference"] = isNumber ? null : Q,
            ["status"] = Status,
            ["channel"] = Channels,
            ["vendor"] = Vendor,
            ["createdFrom"] = Midnight(DayOf(From)),
            ["createdTo"] = Midnight(DayOf(To)?.AddDays(1)),
            ["batchId"] = BatchId,
            ["cursor"] = isFile ? null : Cursor,
        };
        var query = parts.Where(static part => part.Value is not null)
            .Select(static part => $"{part.Key}={Uri.EscapeDataString(part.Value!)}"); // Just looked at.
        return "?" + string.Join('&', query);
    }

    private string? Midnight(DateTime? day) => day is { } date
        ? InZone(date).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture)
        : null;

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
