using Gateway.Files;
using Gateway.Files.Types;
using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Acceptance.Rules;

/// <summary>
/// Types of files that a protocol lists, where its list is shorter than what the channel takes anywhere
/// (docs/internals/vendors).
/// </summary>
internal static class VendorFiles
{
    /// <summary>What the vendor takes; null: whatever the channel does. A scenario is another kind of file than a sound.</summary>
    public static IReadOnlyList<string>? Listed(Vendor vendor, Channel channel, bool isScenario) =>
        channel switch
        {
            Channel.Fax => vendor.Carries.FaxFiles,
            Channel.Voice => isScenario ? vendor.Carries.ScenarioFiles : vendor.Carries.VoiceFiles,
            Channel.Sms or Channel.Lms or Channel.Mms or Channel.AlimTalk or Channel.FriendTalk => null,
        };

    /// <summary>True when a list has such a file.</summary>
    public static bool Has(IReadOnlyList<string> listed, StoredFile file) =>
        listed.Contains(FileType.Of(file.ContentType).Extension);
}
