using Gateway.Platform.Bodies;

namespace Gateway.Files.Types;

/// <summary>Why a file that can be sent somewhere cannot be sent on a channel.</summary>
internal sealed record UnusableReason
{
    /// <summary><c>mms</c>, <c>fax</c> or <c>voice</c>.</summary>
    [Words(typeof(Usability), nameof(Usability.Words), As = "FileUse")]
    public required string Channel { get; init; }

    /// <summary>
    /// Stable: <c>progressive</c>, <c>cmyk</c>, <c>precision</c>, <c>arithmetic</c>, <c>not_baseline</c>,
    /// <c>rotated</c>, <c>trailing_data</c>, <c>too_many_pixels</c>, <c>too_large</c>, <c>wrong_type</c>,
    /// <c>wrong_sound</c>, <c>too_long</c>.
    /// </summary>
    public required string Code { get; init; }

    /// <summary>For people, with the remedy.</summary>
    public required string Detail { get; init; }
}
