using Gateway.Platform.Vendors;
using Gateway.Vendors.ResultCodes;

namespace Gateway.Messages;

/// <summary>How a first leg ended.</summary>
internal sealed record LegEnd(string Vendor, short? Code, string? VendorCode, string? VendorGroup);

/// <summary>
/// Which ends another channel or vendor may cure. By the code: see the column <c>fallback</c> of canonical.csv. Not those that lie with the recipient (no such number, refuses, blocked), the sender
/// number, the content (spam), or the hour; and never a message that may have arrived, unless its sender wants that.
/// </summary>
internal static class FallbackRules
{
    public static bool MayFollow(LegEnd end, NextLeg next, VendorTable vendors) =>
        end.Code is { } number && ResultCatalogue.Find(number) is { Fallback: true } code && (next.WhenUncertain || !IsUncertain(end, code, vendors));

    /// <summary>The vendor says that it does not know, or nobody said anything. A code whose list is not at hand any more is not believed.</summary>
    private static bool IsUncertain(LegEnd end, ResultCode code, VendorTable vendors)
    {
        if (code.Code == ResultCatalogue.ReportExpired)
        {
            return true;
        }

        if (end.VendorCode is null || end.VendorGroup is null)
        {
            return false;
        }

        return vendors.Find(end.Vendor) is not { } vendor || ResultCatalogue.Find(vendor.Protocol.Name, end.VendorGroup, end.VendorCode) is { Uncertain: true };
    }
}
