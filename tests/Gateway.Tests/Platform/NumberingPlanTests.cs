using System.Globalization;
using Gateway.Platform.Numbers;
using PhoneNumbers;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>Our table of Korean numbers beside Google's: each difference has a reason.</summary>
public sealed class NumberingPlanTests
{
    /// <summary>Prefix and digits that only one of the two takes, in their order.</summary>
    private static readonly string[] Differences =
    [
        "010 10 theirs", "012 10 theirs", // 010 has eight digits behind it since it began, and so has 012.
        "015 9 theirs", "015 10 theirs", "015 11 theirs", // Pagers, which no vendor sends to.
        "016 9 theirs", "018 9 theirs", // Nobody had so short a number.
        "030 11 ours", "030 12 ours", // Given out with eight digits too.
        "060 10 theirs", // No phone stands behind a paid service.
        "080 11 ours", // Given out with eight digits too.
        .. CarriersOfLongDistance.SelectMany(prefix => new[] { 11, 12, 13 }.Select(length => $"{prefix} {length} theirs")),
    ];

    /// <summary>They read 082-2-… as a call to 02 by that carrier; nobody who writes it means that.</summary>
    private static string[] CarriersOfLongDistance => ["081", "082", "083", "084", "086", "087", "088"];

    [Fact]
    public void Is_that_of_libphonenumber_but_for_what_is_said_here()
    {
        var found = new List<string>();
        for (var prefix = 10; prefix < 100; prefix++)
        {
            for (var length = 8; length <= 13; length++)
            {
                var (ours, theirs) = (Numbers(prefix, length).Any(number => NumberingPlan.IsRecipient(number)), Numbers(prefix, length).Any(IsKnown));
                if (ours != theirs)
                {
                    found.Add($"0{prefix} {length} {(ours ? "ours" : "theirs")}");
                }
            }
        }

        Assert.Equal(Differences, found);
    }

    /// <summary>A number for each pair of digits behind the prefix.</summary>
    private static IEnumerable<string> Numbers(int prefix, int length) => Enumerable.Range(0, 100).Select(next =>
        string.Create(CultureInfo.InvariantCulture, $"0{prefix}{next:D2}").PadRight(length, '7'));

    private static bool IsKnown(string number)
    {
        var library = PhoneNumberUtil.GetInstance();
        try
        {
            return library.IsValidNumberForRegion(library.Parse(number, "KR"), "KR");
        }
        catch (NumberParseException)
        {
            return false;
        }
    }
}
