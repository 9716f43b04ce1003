using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Xroshot;

/// <summary>KT Xroshot, MCS Agent (docs/internals/vendors/xroshot.md).</summary>
public sealed class XroshotProtocol : VendorProtocol
{
    /// <summary>The vendor's list. It has no png.</summary>
    private static readonly string[] FaxFiles =
        ["doc", "docx", "xls", "xlsx", "ppt", "pptx", "hwp", "pdf", "html", "bmp", "gif", "jpg", "tif"];

    public override string Name => "xroshot";

    public override IReadOnlyList<Channel> Channels { get; } =
        [Channel.Sms, Channel.Lms, Channel.Mms, Channel.Voice, Channel.Fax];

    public override StagingRules Staging => XroshotStaging.Rules;

    public override ProtocolSettings NewSettings() => new XroshotSettings();

    public override Carries CarriesWith(ProtocolSettings settings) => new()
    {
        RowMessages = XroshotJob.MostRecipients,

        // SUBJECT of SDK_SMS_SEND, SDK_VMS_SEND and SDK_FMS_SEND: a label with every row.
        LabelBytes = 50,

        // TTS_MSG takes 500 Hangul. It only goes with a call that is read aloud.
        SpokenBytes = 1000,

        // DEST_NAME of the agent's REPORT_DETAIL. DEST_INFO separates recipients.
        NameBytes = 20,
        NameSeparators = "^|",

        // USER_ID and CDR_ID of the SEND tables.
        SubIdBytes = 20,
        BillingIdBytes = 20,

        // The manual's own samples send a .txt, the list of its site has none.
        FaxFiles = ((XroshotSettings)settings).TextFax ? [.. FaxFiles, "txt"] : FaxFiles,

        // It takes .wav too, and plays silence.
        VoiceFiles = ["pcm"],
        ScenarioFiles = ["mstg"],
        ServerFiles = true,
        OneSound = true,
    };

    public override IReadOnlyList<string> CodeGroupsOf(Channel channel) =>
        Channels.Contains(channel) ? ["result", "tcs"] : [];

    internal override IVendorQueue CreateQueue(VendorInstall install) => new XroshotQueue(install);

    internal override IReceivedFaxes? CreateReceivedFaxes(VendorInstall install) => new XroshotReceivedFaxes(
        install.Database, install.Setup<XroshotSettings>(), install.CreateTables, install.Korea);

    internal override IReceivedMessages? CreateReceivedMessages(VendorInstall install) => new XroshotReceivedMessages(
        install.Database, install.Setup<XroshotSettings>(), install.CreateTables, install.Korea);

    internal override IVendorCounters? CreateCounters(VendorInstall install) =>
        new XroshotCounters(install.Database, install.Setup<XroshotSettings>(), install.Korea);

    internal override IReadOnlyList<TableNeeds> TablesOf(VendorInstall install)
    {
        var model = XroshotModel.Of(install.Setup<XroshotSettings>(), install.Channels);
        var ledger = new HandOverLedger(install, model);
        var tables = new XroshotTables(install.Database, model, install.CreateTables, ledger);
        var faxes = new XroshotReceivedFaxes(install.Database, model.Settings, install.CreateTables, install.Korea);
        var texts = new XroshotReceivedMessages(install.Database, model.Settings, install.CreateTables, install.Korea);
        return [.. tables.Own, .. tables.Needs, faxes.Needs, texts.Needs, .. tables.Statistics];
    }
}
