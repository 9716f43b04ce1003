using Gateway.Platform.Jobs;
using Gateway.Vendors;
using Microsoft.Extensions.Options;

namespace Gateway.Platform.Vendors;

/// <summary>All configured vendors by name. Nothing is connected when it is made: a vendor's database may be away for hours.</summary>
internal sealed class VendorTable
{
    /// <summary>Looks at each vendor; a queue in which trouble begins or ends does not let it wait for its beat.</summary>
    public const string WatchJob = "watch-vendor";

    /// <summary>Collects the results of each vendor.</summary>
    public const string CollectJob = "collect-reports";

    private readonly Dictionary<string, Vendor> _vendors = new(StringComparer.OrdinalIgnoreCase);

    public VendorTable(IOptions<VendorsOptions> options, IOptions<GatewayOptions> gateway, JobTable jobs, TimeProvider time)
    {
        foreach (var (name, vendor) in options.Value.Vendors)
        {
            var protocol = vendor.Protocol ?? throw new InvalidOperationException("The settings are checked before this.");
            var hold = new VendorHold();
            var settings = new VendorSettings
            {
                Protocol = protocol,
                Database = vendor.Database ?? default,
                ConnectionString = vendor.ConnectionString,
                CreateTables = vendor.CreateTables,
                TimeZone = TimeZoneInfo.FindSystemTimeZoneById(gateway.Value.TimeZone),
                Channels = [.. VendorsOptions.ChannelsOf(vendor)],
                Setup = vendor.SetupOf(protocol),
                IsHeld = () => hold.IsHeld,
            };
            _vendors.Add(name, new Vendor
            {
                Name = name,
                Protocol = protocol,
                Channels = VendorsOptions.ChannelsOf(vendor).ToHashSet(),
                Options = vendor,
                Setup = settings.Setup,
                Carries = VendorsOptions.CarriesOf(protocol, vendor),
                Hold = hold,
                Queue = VendorQueues.Create(settings, time, () => jobs.Find($"{WatchJob}/{name}")?.Wake.Beat()),
                ReceivedFaxes = VendorQueues.CreateReceivedFaxes(settings, time),
                ReceivedMessages = VendorQueues.CreateReceivedMessages(settings, time),
                Counters = VendorQueues.CreateCounters(settings),
            });
        }
    }

    public IReadOnlyCollection<Vendor> All => _vendors.Values;

    public Vendor? Find(string name) => _vendors.GetValueOrDefault(name);
}
