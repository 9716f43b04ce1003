using System.ComponentModel;
using Gateway.Vendors.Databases;

namespace Gateway.Vendors;

/// <summary>The vendors' protocols: what the tables look like and how their rows live.</summary>
/// <remarks>
/// One class for each, in its folder, and one line in <see cref="VendorProtocols"/>: everything that the rest of the
/// program knows of a protocol, it asks here.
/// </remarks>
[TypeConverter(typeof(VendorProtocolWord))]
public abstract class VendorProtocol
{
    /// <summary>Its word in settings, requests and answers: small letters.</summary>
    public abstract string Name { get; }

    /// <summary>The section of its own settings below those of a vendor: its name with a capital.</summary>
    public string Section => char.ToUpperInvariant(Name[0]) + Name[1..];

    /// <summary>The channels that it can carry.</summary>
    public abstract IReadOnlyList<Channel> Channels { get; }

    /// <summary>What its rows have a place for, with the settings' defaults.</summary>
    public Carries Carries => CarriesWith(NewSettings());

    /// <summary>How files must lie for its agents.</summary>
    public abstract StagingRules Staging { get; }

    /// <summary>True when its agent refuses rows that waited for long: <see cref="IVendorQueue.RenewAsync"/>.</summary>
    public virtual bool RefusesOldRows => false;

    /// <summary>Its own settings with their defaults.</summary>
    public abstract ProtocolSettings NewSettings();

    /// <summary>What the rows of an install have a place for.</summary>
    public abstract Carries CarriesWith(ProtocolSettings settings);

    /// <summary>The groups of its result codes that a channel can bring.</summary>
    public abstract IReadOnlyList<string> CodeGroupsOf(Channel channel);

    /// <summary>
    /// The file with buttons and picture that it wants beside the row, to be staged as <c>*.json</c> and named in
    /// <see cref="KakaoContent.File"/>; null when it wants none.
    /// </summary>
    public virtual byte[]? KakaoFileOf(KakaoContent kakao) => null;

    /// <summary>
    /// The buttons as they go into a column of the row; null when there are none, or it wants them in a file.
    /// </summary>
    public virtual string? KakaoButtonsOf(KakaoContent kakao) => null;

    public sealed override string ToString() => Name;

    /// <summary>The adapter. Nothing is connected yet. <see cref="VendorQueues"/> gives it out, with bounds.</summary>
    internal abstract IVendorQueue CreateQueue(VendorInstall install);

    /// <summary>The faxes that its agent receives; null when there are none, or no directory is set.</summary>
    internal virtual IReceivedFaxes? CreateReceivedFaxes(VendorInstall install) => null;

    /// <summary>The short messages that its agent receives; null when there are none.</summary>
    internal virtual IReceivedMessages? CreateReceivedMessages(VendorInstall install) => null;

    /// <summary>The agent's own statistics; null when there are none.</summary>
    internal virtual IVendorCounters? CreateCounters(VendorInstall install) => null;

    /// <summary>The tables of an install, the gateway's own first, as they are created.</summary>
    internal abstract IReadOnlyList<TableNeeds> TablesOf(VendorInstall install);
}
