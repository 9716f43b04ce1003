using System.ComponentModel.DataAnnotations;
using Gateway.Platform.Vendors;

namespace Gateway.Messages;

/// <summary>The section <c>Kakao</c>.</summary>
internal sealed class KakaoOptions : IValidatableObject
{
    public const string Section = "Kakao";

    private static readonly TimeOnly LatestBegin = new(21, 0);
    private static readonly TimeOnly EarliestEnd = new(8, 0);

    /// <summary>
    /// Hours of the day in Korea in which Kakao sends no advertisement, so none goes to it. They must cover 21:00 to
    /// 08:00, when the law forbids advertisements (정보통신망법 제50조 제3항). Default: <c>20:50-08:00</c>.
    /// </summary>
    public string QuietHours { get; set; } = "20:50-08:00";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!ExpireWindow.TryParse(QuietHours, out var window))
        {
            yield return new ValidationResult(
                "Kakao:QuietHours cannot be read; it is two different times of day, such as 20:50-08:00.");
        }
        else if (window.From > LatestBegin || window.To < EarliestEnd || window.From <= window.To)
        {
            yield return new ValidationResult(
                $"Kakao:QuietHours is {QuietHours}; it covers at least 21:00-08:00, when the law forbids advertisements.");
        }
    }
}
