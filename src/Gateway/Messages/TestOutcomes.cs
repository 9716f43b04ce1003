using System.Globalization;
using Gateway.Vendors.ResultCodes;

namespace Gateway.Messages;

/// <summary>
/// What becomes of a test key's message, chosen by its recipient: <c>0100000</c> and a result code in four digits, such as 01000000402, ends with that code; every other
/// number is delivered.
/// </summary>
internal static class TestOutcomes
{
    private const string Prefix = "0100000";

    public static IReadOnlyList<(string Number, MessageStatus Status, ResultCode Code)> All { get; } =
    [
        .. from code in ResultCatalogue.All
           where code.Outcome != Outcome.Pending
           select (Prefix + code.Code.ToString("D4", CultureInfo.InvariantCulture), code.Outcome.End(), code),
    ];
}
