using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Lguplus;

/// <summary>LG U+'s message agent "U+ Agent" (docs/internals/vendors/lguplus.md).</summary>
public sealed class LguplusProtocol : VendorProtocol
{
    public override string Name => "lguplus";

    public override IReadOnlyList<Channel> Channels { get; } = [Channel.Sms, Channel.Lms, Channel.Mms];

    public override StagingRules Staging => LguplusStaging.Rules;

    /// <summary>LMS and MMS fail with 9011; of SMS nothing is known, and they are treated alike.</summary>
    public override bool RefusesOldRows => true;

    public override ProtocolSettings NewSettings() => new LguplusSettings();

    public override Carries CarriesWith(ProtocolSettings settings)
    {
        var own = (LguplusSettings)settings;
        return new Carries
        {
            Characters = own.RareSyllables ? KoreanCharacters.Cp949 : KoreanCharacters.KsX1001,
            SmsBytes = own.SmsBytes,
            TextBytes = own.TextBytes,
            SubjectBytes = own.SubjectBytes,
            MmsFiles = own.MmsFiles,
            PictureBytes = own.PictureKilobytes * 1024,
        };
    }

    public override IReadOnlyList<string> CodeGroupsOf(Channel channel) => channel switch
    {
        Channel.Sms => [LguplusFamily.Short.Name],
        Channel.Lms or Channel.Mms => [LguplusFamily.Long.Name],
        Channel.AlimTalk or Channel.FriendTalk or Channel.Voice or Channel.Fax => [],
    };

    internal override IVendorQueue CreateQueue(VendorInstall install) => new LguplusQueue(install);

    internal override IReadOnlyList<TableNeeds> TablesOf(VendorInstall install)
    {
        var model = LguplusModel.Of(install.Setup<LguplusSettings>(), install.Channels);
        var ledger = new HandOverLedger(install, model);
        return [ledger.Needs, .. new LguplusTables(install.Database, model, install.CreateTables, ledger).Needs];
    }
}
