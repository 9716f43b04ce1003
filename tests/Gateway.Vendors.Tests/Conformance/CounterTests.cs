using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>An agent's own statistics.</summary>
public sealed class CounterTests
{
    private static readonly DateTimeOffset Day = new(2026, 11, 20, 0, 0, 0, TimeSpan.FromHours(9));

    [Theory, MemberData(nameof(Matrix.Databases), MemberType = typeof(Matrix))]
    public async Task Adds_up_the_hours_of_a_day_and_all_channels(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Xroshot, kind, prepared: true);
        await install.Database.ExecuteAsync("""
            INSERT INTO SDK_SEND_STAT (SEND_YEAR, SEND_MONTH, SEND_DAY, SEND_HOUR, USER_ID, SMS_TOTAL, SMS_SUCC, MMS_TOTAL, MMS_SUCC, VMS_TTS_TOTAL, VMS_TTS_SUCC, FMS_TOTAL, FMS_SUCC) VALUES
            ('2026', '11', '19', '23', 'gateway', 1, 1, 0, 0, 0, 0, 0, 0), ('2026', '11', '20', '00', 'gateway', 10, 9, 5, 4, 3, 2, 1, 1),
            ('2026', '11', '20', '7', 'gateway', 100, 90, 0, 0, 0, 0, 0, 0), ('2026', '11', '20', '08', 'other', 7, 7, 0, 0, 0, 0, 0, 0),
            ('2026', '11', '21', '00', 'gateway', 1000, 900, 0, 0, 0, 0, 0, 0), ('2026', '11', '22', '00', 'gateway', 1, 1, 0, 0, 0, 0, 0, 0), ('2026', '', '', '', 'gateway', 1, 1, 0, 0, 0, 0, 0, 0)
            """);

        var days = await VendorQueues.CreateCounters(install.Settings)!.ReadAsync(Day, Day.AddDays(2), CancellationToken.None);

        Assert.Equal([new CountedDay(Day.ToUniversalTime(), 119, 106), new CountedDay(Day.AddDays(1).ToUniversalTime(), 1000, 900)], days);
    }

    [Theory, MemberData(nameof(Matrix.Databases), MemberType = typeof(Matrix))]
    public async Task Has_nothing_to_say_when_the_install_has_no_such_table(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Xroshot, kind, prepared: false);

        Assert.Null(await VendorQueues.CreateCounters(install.Settings)!.ReadAsync(Day, Day.AddDays(1), CancellationToken.None));
    }

    [Theory]
    [InlineData(Protocol.Kshot)]
    [InlineData(Protocol.Bizppurio)]
    public void Are_none_when_the_protocol_has_none(Protocol protocol) =>
        Assert.Null(VendorQueues.CreateCounters(new VendorSettings { Protocol = protocol.Class(), Database = DatabaseKind.PostgreSql, ConnectionString = "Host=nowhere" }));
}
