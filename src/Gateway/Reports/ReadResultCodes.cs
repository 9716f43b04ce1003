using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Messages;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Vendors;
using Gateway.Vendors;
using Gateway.Vendors.ResultCodes;

namespace Gateway.Reports;

/// <summary>A result code of the gateway, with the vendors' codes that become it.</summary>
internal sealed record ResultCodeView
{
    public required int Code { get; init; }

    public required string Name { get; init; }

    /// <summary>What it means for the message.</summary>
    public required Outcome Outcome { get; init; }

    public required string Description { get; init; }

    public required string DescriptionKo { get; init; }

    /// <summary>For an extension: the nearest code of the original list.</summary>
    public required int? BaseCode { get; init; }

    /// <summary>True when a fallback of the gateway (<c>fallback.by: gateway</c>) follows it, unless the result is uncertain.</summary>
    public required bool Fallback { get; init; }

    /// <summary>The vendors' codes that are converted into this one.</summary>
    public required IReadOnlyList<VendorCodeView> VendorCodes { get; init; }
}

/// <summary>One row of the conversion table.</summary>
/// <param name="Protocol">The agent's protocol, such as kshot.</param>
/// <param name="Group">The vendor's table of codes; the same number means different things in different groups.</param>
/// <param name="Code">As it stands in the vendor's row.</param>
/// <param name="Retryable">The same message may succeed later without anybody's action and was certainly not delivered.</param>
/// <param name="Uncertain">The vendor itself does not know whether the phone got it.</param>
/// <param name="DescriptionKo">The vendor's own words.</param>
internal sealed record VendorCodeView(
    [property: Words(typeof(ProtocolWords), nameof(ProtocolWords.All))] string Protocol,
    string Group,
    string Code,
    bool Retryable,
    bool Uncertain,
    string DescriptionKo);

/// <summary>The whole catalogue, or the part that was asked for.</summary>
internal sealed record ResultCodeList(IReadOnlyList<ResultCodeView> Items);

[JsonSerializable(typeof(ResultCodeList))]
[JsonSerializable(typeof(ResultCodeView))]
internal sealed partial class ResultCodeJson : JsonSerializerContext
{
    public static ResultCodeJson Readable { get; } = new(
        new JsonSerializerOptions(MessageJson.Strict.Options) { TypeInfoResolver = Default });
}

/// <summary><c>GET /v1/result-codes</c> and <c>GET /v1/result-codes/{canonical}</c>.</summary>
internal static class ReadResultCodes
{
    private static readonly ILookup<int, VendorCode> ByResult = ResultCatalogue.VendorCodes.ToLookup(
        row => row.Result.Code);

    /// <summary>Filters narrow the vendors' codes; codes that keep none are left out.</summary>
    public static IResult List(string? vendor, string? channel, string? code)
    {
        var wanted = ClosedSet.Of<Channel>().Find(channel); // The route takes no other word.
        var filtered = vendor is not null || channel is not null || code is not null;
        var items = ResultCatalogue.All
            .Select(result => View(result, row => Fits(row, vendor, wanted, code)))
            .Where(view => !filtered || view.VendorCodes.Count > 0)
            .ToList();
        return Results.Json(new ResultCodeList(items), ResultCodeJson.Readable.ResultCodeList);
    }

    public static IResult Get(string canonical)
    {
        var found = int.TryParse(canonical, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? ResultCatalogue.Find(number)
            : ResultCatalogue.All.FirstOrDefault(code => code.Name == canonical);
        return found is null
            ? new ProblemResult(ErrorCode.NotFound, "There is no result code with this number or name.")
            : Results.Json(View(found, _ => true), ResultCodeJson.Readable.ResultCodeView);
    }

    private static bool Fits(VendorCode row, string? vendor, Channel? channel, string? code) =>
        (vendor is null || row.Protocol == vendor)
        && (channel is null || VendorProtocols.Find(row.Protocol)?.CodeGroupsOf(channel.Value).Contains(row.Group) == true)
        && (code is null || row.Code == code);

    private static ResultCodeView View(ResultCode code, Func<VendorCode, bool> fits) => new()
    {
        Code = code.Code,
        Name = code.Name,
        Outcome = code.Outcome,
        Description = code.Description,
        DescriptionKo = code.DescriptionKo,
        BaseCode = code.BaseCode,
        Fallback = code.Fallback,
        VendorCodes = [.. ByResult[code.Code].Where(fits).Select(row => new VendorCodeView(row.Protocol, row.Group, row.Code, row.Retryable, row.Uncertain, row.DescriptionKo))],
    };
}
