using Gateway.Accounts;
using Gateway.Dispatch;
using Gateway.Platform;
using Gateway.Platform.Settings;
using Gateway.Platform.Vendors;
using Gateway.Tests.Support;
using Gateway.Webhooks;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>The sample settings name every key, and are right.</summary>
public sealed class SampleSettings
{
    private static readonly IConfiguration Sample = new ConfigurationBuilder().AddJsonFile(Repository.File("deploy", "appsettings.sample.json")).Build();

    [Theory]
    [InlineData("Gateway", typeof(GatewayOptions))]
    [InlineData("Gateway:Files", typeof(FilesOptions))]
    [InlineData("Retention", typeof(RetentionOptions))]
    [InlineData("Limits", typeof(LimitsOptions))]
    [InlineData("Connections", typeof(ConnectionOptions))]
    [InlineData("Dispatch", typeof(DispatchOptions))]
    [InlineData("Webhooks", typeof(WebhookOptions))]
    public void Name_every_key_of_a_section(string section, Type options)
    {
        var settable = options.GetProperties().Where(property => property.CanWrite).Select(property => property.Name).Order(StringComparer.Ordinal);

        Assert.Equal(settable, Sample.GetSection(section).GetChildren().Select(child => child.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Name_every_key_of_a_vendor()
    {
        var settable = KnownSection.SettingsOf(typeof(VendorOptions)).Select(setting => setting.Name).Order(StringComparer.Ordinal);
        var named = Sample.GetSection("Vendors").GetChildren().SelectMany(vendor => vendor.GetChildren()).Select(child => child.Key).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(settable, named);
    }

    [Fact]
    public async Task Start_a_gateway_as_far_as_the_first_connection()
    {
        var settings = Sample.AsEnumerable().Where(pair => pair.Value is { Length: > 0 }).ToDictionary(pair => pair.Key, pair => pair.Value!);
        settings["Gateway:AdminKey"] = GatewayProcess.AdminKey;
        settings["ConnectionStrings:Gateway"] = "Host=127.0.0.1;Port=1;Timeout=1";

        await using var gateway = await GatewayProcess.StartListeningAsync(settings);

        Assert.Equal(503, (await gateway.Api.GetAsync("/health/ready")).Status);
    }
}
