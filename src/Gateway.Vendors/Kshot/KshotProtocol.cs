using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Kshot;

/// <summary>KShotAgent (docs/internals/vendors/kshot.md).</summary>
public sealed class KshotProtocol : VendorProtocol
{
    public override string Name => "kshot";

    public override IReadOnlyList<Channel> Channels { get; } =
        [Channel.Sms, Channel.Lms, Channel.Mms, Channel.Fax, Channel.AlimTalk];

    public override StagingRules Staging => KshotStaging.Rules;

    public override ProtocolSettings NewSettings() => new KshotSettings();

    public override Carries CarriesWith(ProtocolSettings settings) => new()
    {
        // The text of a fax stands in the column of an LMS.
        SpokenBytes = 2000,
        FaxText = true,

        // etc_column_size.
        SubIdBytes = 300,
        SubIdNeeds = ((KshotSettings)settings).SubIdColumn is null ? nameof(KshotSettings.SubIdColumn) : null,
        PicturesBytes = 300 * 1024,
        ButtonTypes = KakaoButton.CommonTypes,

        // AFTALK_BUTTON of agent_msgqueue.
        ButtonsBytes = 4000,
        Fallbacks = [Channel.Sms, Channel.Lms],
    };

    public override IReadOnlyList<string> CodeGroupsOf(Channel channel) => channel switch
    {
        Channel.Sms => ["sms"],
        Channel.Lms or Channel.Mms => ["mms"],
        Channel.AlimTalk or Channel.FriendTalk => ["alimtalk"],
        Channel.Fax => ["fax"],
        Channel.Voice => [],
    };

    public override string? KakaoButtonsOf(KakaoContent kakao) => KshotRows.Buttons(kakao);

    internal override IVendorQueue CreateQueue(VendorInstall install) => new KshotQueue(install);

    internal override IReadOnlyList<TableNeeds> TablesOf(VendorInstall install)
    {
        var model = KshotTables.ModelOf(install.Setup<KshotSettings>(), install.Channels);
        var ledger = new HandOverLedger(install, model);
        return [ledger.Needs, .. new KshotTables(install.Database, model, install.CreateTables, ledger).Needs];
    }
}
