using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Bizppurio;

/// <summary>Daou's Bizppurio, BIZCLIENT (docs/internals/vendors/bizppurio.md).</summary>
public sealed class BizppurioProtocol : VendorProtocol
{
    public override string Name => "bizppurio";

    public override IReadOnlyList<Channel> Channels { get; } =
        [Channel.Sms, Channel.Lms, Channel.Mms, Channel.AlimTalk, Channel.FriendTalk, Channel.Fax, Channel.Voice];

    public override StagingRules Staging => BizppurioStaging.Rules;

    /// <summary>Codes 9034 and 9020.</summary>
    public override bool RefusesOldRows => true;

    public override ProtocolSettings NewSettings() => new BizppurioSettings();

    public override Carries CarriesWith(ProtocolSettings settings) => new()
    {
        // The module turns everything beyond into '?', rare Hangul syllables too.
        Characters = KoreanCharacters.KsX1001,

        // 100 Hangul read aloud, or on a fax's cover.
        SpokenBytes = 200,

        // DEST_NAME of BIZ_MSG.
        NameBytes = 32,

        // CINFO of BIZ_MSG. The client module's site shows it as SUB ID and forbids these letters.
        SubIdBytes = 32,
        SubIdForbidden = ("\\/:*?\"<>| .,", "CINFO"),

        // Codes 9027 and 6670.
        PictureBytes = 60 * 1024,
        FaxFiles =
            ["doc", "docx", "xls", "xlsx", "ppt", "pptx", "hwp", "pdf", "html", "txt", "bmp", "gif", "jpg", "png"],
        VoiceFiles = ["wav"],
        ScenarioFiles = ["vxml"],

        // MSG_BODY is written whatever the call plays.
        TextBesideSound = true,
        VoiceRetries = true,
        SmsOnFailure = true,
        FaxText = true,
        CoverPage = true,
        FaxRetries = true,
        NationCodes = true,
        ButtonTypes = [.. KakaoButton.CommonTypes, "AC", "BC", "BT", "P1", "P2", "P3"],
        KakaoInFile = true,
        Fallbacks = [Channel.Sms, Channel.Lms, Channel.Mms],
    };

    public override IReadOnlyList<string> CodeGroupsOf(Channel channel) => channel switch
    {
        Channel.Sms => ["sms", "common"],
        Channel.Lms or Channel.Mms => ["mms", "common"],
        Channel.AlimTalk or Channel.FriendTalk => ["kakao", "common"],
        Channel.Fax => ["fax", "common"],
        Channel.Voice => ["phone_landline", "phone_mobile", "common"],
    };

    public override byte[]? KakaoFileOf(KakaoContent kakao) => BizppurioKakaoFile.Of(kakao);

    internal override IVendorQueue CreateQueue(VendorInstall install) => new BizppurioQueue(install);

    internal override IReadOnlyList<TableNeeds> TablesOf(VendorInstall install)
    {
        var model = BizppurioTables.ModelOf(install.Setup<BizppurioSettings>(), install.Channels);
        var ledger = new HandOverLedger(install, model);
        return [ledger.Needs, .. new BizppurioTables(install.Database, model, install.CreateTables, ledger).Needs];
    }
}
