using System.ComponentModel.DataAnnotations;

namespace Gateway.Platform;

/// <summary>The section <c>Retention</c>: how long things are kept, in days.</summary>
internal sealed class RetentionOptions : IValidatableObject
{
    public const string Section = "Retention";

    /// <summary>Partitions are months, and this month's and the last one's must stay.</summary>
    private const int ShortestMessages = 31;

    private const int Longest = 3650;

    /// <summary>Days that an uploaded file can be used. Default: 30. 1 to 3,650.</summary>
    [Range(1, 3650, ErrorMessage = "Retention:Files is 1 to 3650 (days).")]
    public int Files { get; set; } = 30;

    /// <summary>
    /// Days after its end that a message keeps its text, subject, names, metadata and number. 0: for ever. Default: 90.
    /// 0 to 3,650.
    /// </summary>
    [Range(0, Longest, ErrorMessage = "Retention:Content is 0 to 3650 (days); 0 keeps contents for ever.")]
    public int Content { get; set; } = 90;

    /// <summary>
    /// Days that messages, events, batches and received faxes (not their files) are kept. 0: for ever. Default: 400. 0,
    /// or 31 to 3,650.
    /// </summary>
    public int Messages { get; set; } = 400;

    /// <summary>Days that the audit log is kept. 0: for ever. Default: 0. 0 to 3,650.</summary>
    [Range(0, Longest, ErrorMessage = "Retention:AuditLog is 0 to 3650 (days); 0 keeps it for ever.")]
    public int AuditLog { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Messages is not 0 and (< ShortestMessages or > Longest))
        {
            yield return new ValidationResult(
                $"Retention:Messages is 0 (for ever), or {ShortestMessages} to {Longest} (days).");
        }
    }
}
