using FluentValidation;
using Gateway.Platform.Errors;

namespace Gateway.Platform.Bodies;

/// <summary>
/// What rules may look at besides the request: who sends it, how long its body is, and what of it could not be read.
/// </summary>
internal sealed class RequestAround(HttpContext http, long size, IReadOnlyList<Fault> ofForm)
{
    /// <summary>A list with a fault in each of 10,000 entries needs no list of 10,000.</summary>
    private const int MaxFaults = 100;

    private const string Key = "around";

    private int _told;

    public HttpContext Http => http;

    /// <summary>Bytes of the body.</summary>
    public long Size => size;

    /// <summary>
    /// False when something of the body could not be read: what looks absent may be what was misspelt.
    /// </summary>
    public bool IsWhole => ofForm.Count == 0;

    /// <summary>False when enough entries of a long list were told.</summary>
    public bool TellsOneMore() => _told++ < MaxFaults;

    public void AddTo(IDictionary<string, object> data) => data[Key] = this;

    public static RequestAround Of(IDictionary<string, object> data) => (RequestAround)data[Key];
}

internal static class RequestAroundRules
{
    /// <summary>Set for every request that is checked with its body.</summary>
    public static RequestAround Around<T>(this ValidationContext<T> context) =>
        RequestAround.Of(context.RootContextData);
}
