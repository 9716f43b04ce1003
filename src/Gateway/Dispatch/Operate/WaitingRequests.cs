using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using FluentValidation;
using Gateway.Messages;
using Gateway.Platform.Bodies;

namespace Gateway.Dispatch.Operate;

/// <summary>Where to move what waits for a vendor.</summary>
internal sealed record MoveWaitingRequest
{
    /// <summary>The vendor that is to send it, by its name in the settings. Required.</summary>
    [Required]
    public string? Vendor { get; init; }
}

/// <summary>Only what the request itself says; which vendors there are is seen afterwards.</summary>
internal sealed class MoveWaitingValidator : RequestValidator<MoveWaitingRequest>
{
    private const int LongestName = 60;

    public MoveWaitingValidator() => RuleFor(request => request.Vendor)
        .Must(static vendor => vendor is { Length: > 0 and <= LongestName })
        .Fault("required", "The name of the vendor that is to send them.");
}

/// <summary>What came of it.</summary>
/// <param name="Changed">Messages that were canceled, moved, or have no time left.</param>
/// <param name="Left">
/// Messages that stay: the other vendor cannot carry them, their account may not use it, or they were handed over
/// meanwhile.
/// </param>
internal sealed record WaitingChange(int Changed, int Left);

[JsonSerializable(typeof(MoveWaitingRequest))]
[JsonSerializable(typeof(WaitingChange))]
internal sealed partial class WaitingJson : JsonSerializerContext
{
    public static WaitingJson Strict { get; } = new(
        new JsonSerializerOptions(MessageJson.Strict.Options) { TypeInfoResolver = Default });
}
