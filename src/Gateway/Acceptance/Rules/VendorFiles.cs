using Gateway.Files;
using Gateway.Files.Types;
using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Acceptance.Rules;

/// <summary>Types of files that a protocol lists, where its list is shorter than what the channel takes anywhere (docs/vendors).</summary>
internal static class VendorFiles
{
    /// <summary>True when the vendor takes such a file; a scenario is another kind of file than a sound.</summary>
    public static bool Takes(Vendor vendor, Channel channel, bool isScenario, StoredFile file)
    {
        var extensions = channel switch
        {
            Channel.Fax => vendor.Carries.FaxFiles,
            Channel.Voice => isScenario ? vendor.Carries.ScenarioFiles : vendor.Carries.VoiceFiles,
            Channel.Sms or Channel.Lms or Channel.Mms or Channel.AlimTalk or Channel.FriendTalk => null,
        };
        return extensions?.Contains(FileType.Of(file.ContentType).Extension) ?? true;
    }
}
