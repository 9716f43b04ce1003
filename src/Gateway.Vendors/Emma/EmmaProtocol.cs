using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Emma;

/// <summary>Infobank EMMA 3 with its AlimTalk agent ATA (docs/internals/vendors/emma.md).</summary>
public sealed class EmmaProtocol : VendorProtocol
{
    public override string Name => "emma";

    public override IReadOnlyList<Channel> Channels { get; } =
        [Channel.Sms, Channel.Lms, Channel.Mms, Channel.AlimTalk];

    public override StagingRules Staging => EmmaStaging.Rules;

    /// <summary>It drops them without a word.</summary>
    public override bool RefusesOldRows => true;

    public override ProtocolSettings NewSettings() => new EmmaSettings();

    public override Carries CarriesWith(ProtocolSettings settings) => new()
    {
        // The agent runs with file.encoding=EUC-KR, which in Java lacks the rare syllables of CP949.
        Characters = KoreanCharacters.KsX1001,

        // subject of em_mmt_tran.
        SubjectBytes = 40,

        MmsFiles = ((EmmaSettings)settings).MmsFiles,

        // Public programs write {"button":[…]}; no manual says it.
        ButtonTypes = ((EmmaSettings)settings).JsonButtons ? KakaoButton.CommonTypes : [],
        ButtonsBytes = 4000,
    };

    public override IReadOnlyList<string> CodeGroupsOf(Channel channel) => channel switch
    {
        Channel.Sms or Channel.Lms or Channel.Mms => ["telco", "gw", "emma"],
        Channel.AlimTalk or Channel.FriendTalk => ["ata"],
        Channel.Voice or Channel.Fax => [],
    };

    public override string? KakaoButtonsOf(KakaoContent kakao) => EmmaRows.Buttons(kakao);

    internal override IVendorQueue CreateQueue(VendorInstall install) => new EmmaQueue(install);

    internal override IReadOnlyList<TableNeeds> TablesOf(VendorInstall install)
    {
        var model = EmmaModel.Of(install.Setup<EmmaSettings>(), install.Channels);
        var ledger = new HandOverLedger(install, model);
        var tables = new EmmaTables(install.Database, model, install.CreateTables, ledger);
        return [.. tables.Own, .. tables.Needs];
    }
}
