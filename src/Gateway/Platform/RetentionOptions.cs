using System.ComponentModel.DataAnnotations;

namespace Gateway.Platform;

/// <summary>The section <c>Retention</c>: how long things are kept.</summary>
internal sealed class RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>Days that an uploaded file can be used. Default: 30. 1 to 3650.</summary>
    [Range(1, 3650, ErrorMessage = "Retention:Files is 1 to 3650 (days).")]
    public int Files { get; set; } = 30;
}
