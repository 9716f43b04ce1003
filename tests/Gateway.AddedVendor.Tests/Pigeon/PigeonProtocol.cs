using Gateway.Vendors;
using Gateway.Vendors.Databases;

namespace Gateway.AddedVendor.Tests.Pigeon;

/// <summary>An agent that nobody has: one table, short texts, birds.</summary>
public sealed class PigeonProtocol : VendorProtocol
{
    public override string Name => "pigeon";

    public override IReadOnlyList<Channel> Channels { get; } = [Channel.Sms, Channel.Lms];

    public override StagingRules Staging { get; } = new()
    {
        FilePerMessage = false,
        WithPath = false,
        LongestName = 0,
        MostFiles = new Dictionary<Channel, int>(),
        Separators = "",
    };

    public override ProtocolSettings NewSettings() => new PigeonSettings();

    public override Carries CarriesWith(ProtocolSettings settings) =>
        new() { SmsBytes = 40, TextBytes = 400, SubjectBytes = 20, NameBytes = 10, NameSeparators = "/" };

    public override IReadOnlyList<string> CodeGroupsOf(Channel channel) => Channels.Contains(channel) ? ["flight"] : [];

    internal override IVendorQueue CreateQueue(VendorInstall install) => new PigeonQueue(install);

    internal override IReadOnlyList<TableNeeds> TablesOf(VendorInstall install)
    {
        var model = new PigeonModel(install.Setup<PigeonSettings>());
        return
        [
            new HandOverLedger(install, model).Needs,
            TableNeeds.Of(install.Database, model, PigeonModel.Post),
        ];
    }
}
