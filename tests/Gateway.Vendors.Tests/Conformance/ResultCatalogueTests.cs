using System.Globalization;
using Gateway.Vendors.ResultCodes;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

public sealed class ResultCatalogueTests
{
    /// <summary>How many codes each table of the manuals has.</summary>
    public static TheoryData<string, string, int> Tables => new()
    {
        { "kshot", "sms", 27 },
        { "kshot", "mms", 308 },
        { "kshot", "fax", 92 },
        { "kshot", "alimtalk", 70 },
        { "bizppurio", "common", 31 },
        { "bizppurio", "kakao", 23 },
        { "bizppurio", "sms", 28 },
        { "bizppurio", "mms", 35 },
        { "bizppurio", "fax", 19 },
        { "bizppurio", "phone_landline", 18 },
        { "bizppurio", "phone_mobile", 18 },
        { "bizppurio", "sms_inbound", 6 },
        { "xroshot", "result", 49 },
        { "xroshot", "tcs", 57 },
        { "emma", "telco", 31 },
        { "emma", "gw", 21 },
        { "emma", "emma", 24 },
        { "emma", "ata", 68 },
        { "lguplus", "sms", 41 },
        { "lguplus", "mms", 47 },
    };

    [Theory, MemberData(nameof(Tables))]
    public void Converts_every_code_when_it_stands_in_the_manual(string protocol, string group, int count)
    {
        var codes = ManualCodes(protocol, group);

        var converted = codes.Select(code => (code.Code, ResultCatalogue.Find(protocol, group, code.Code)?.Result.Code));

        Assert.Equal(count, codes.Count);
        Assert.Equal(codes.Select(code => (code.Code, (int?)code.Canonical)), converted);
    }

    [Fact]
    public void Has_every_code_of_its_own_when_it_stands_in_the_lists()
    {
        var canonical = ManualCodes("gateway", "canonical");
        var extension = ManualCodes("gateway", "extension");

        Assert.Equal((67, 22), (canonical.Count, extension.Count));
        Assert.Equal(canonical.Concat(extension).Select(code => code.Canonical).Order(), ResultCatalogue.All.Select(code => code.Code));
        Assert.All(canonical, code => Assert.Null(ResultCatalogue.Get(code.Canonical).BaseCode));
    }

    [Fact]
    public void Follows_the_code_when_it_says_the_outcome()
    {
        Assert.All(ResultCatalogue.All, code => Assert.Equal(
            code.Code switch
            {
                0 => Outcome.Delivered,
                405 or 406 or 504 => Outcome.Expired,
                900 => Outcome.Pending,
                901 or 902 => Outcome.Canceled,
                _ => Outcome.Failed,
            },
            code.Outcome));
    }

    [Fact]
    public void Says_other_and_keeps_the_code_when_no_list_has_it()
    {
        var result = ResultCatalogue.Convert("kshot", "sms", "4711");

        Assert.Equal(("4711", "E_ETC", 408, Outcome.Failed), (result.VendorCode, result.Result.Name, result.Result.Code, result.Result.Outcome));
        Assert.Null(result.Known);
    }

    [Fact]
    public void Is_never_retryable_when_it_may_have_been_delivered() =>
        Assert.DoesNotContain(ResultCatalogue.VendorCodes, code => code.Retryable && (code.Uncertain || code.Result.Code is 0 or 405));

    private static List<(string Code, int Canonical)> ManualCodes(string protocol, string group) => TestData.Lines("manual-codes.txt")
        .Where(line => line.StartsWith($"{protocol} {group} ", StringComparison.Ordinal))
        .SelectMany(line => line.Split(' ').Skip(2))
        .Select(pair => pair.Split('='))
        .Select(pair => (pair[0], int.Parse(pair[1], CultureInfo.InvariantCulture)))
        .ToList();
}
