using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Reports;

/// <summary>The catalogue of result codes.</summary>
public sealed class ReadingResultCodes(SharedGateway gateway)
{
    private readonly Api _api = gateway.Ready();

    [Fact]
    public async Task Lists_every_code_and_every_conversion()
    {
        var items = (await _api.GetAsync("/v1/result-codes")).Json["items"]!.AsArray();

        Assert.Equal(89, items.Count);
        Assert.Equal(1077, items.Sum(item => item!["vendorCodes"]!.AsArray().Count));
    }

    [Fact]
    public async Task Resolves_every_code_of_the_manuals()
    {
        var items = (await _api.GetAsync("/v1/result-codes")).Json["items"]!.AsArray();
        var served = items
            .SelectMany(item => item!["vendorCodes"]!.AsArray().Select(code => (Key: $"{code!["protocol"]} {code["group"]} {code["code"]}", Canonical: (string)item["code"]!.ToString())))
            .Concat(items.Select(item => (Key: $"gateway {(item!["baseCode"] is null && (int)item["code"]! != 900 ? "canonical" : "extension")} {item["code"]}", Canonical: item["code"]!.ToString())))
            .ToDictionary(code => code.Key, code => code.Canonical);

        var manual = ManualFacts.Text("manual-codes.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .SelectMany(words => words.Skip(2).Select(pair => pair.Split('=')).Select(pair => ($"{words[0]} {words[1]} {pair[0]}", pair[1])))
            .ToList();

        Assert.Equal(1013 + 67 + 22, manual.Count);
        Assert.All(manual, code => Assert.Equal(code.Item2, served.GetValueOrDefault(code.Item1)));
    }

    [Theory]
    [InlineData("/v1/result-codes?vendor=kshot&channel=sms&code=7", "E_NO_DESTADDR")]
    [InlineData("/v1/result-codes?vendor=bizppurio&channel=alimtalk&code=7305", "E_KAKAO_ERR")]
    [InlineData("/v1/result-codes?vendor=xroshot&channel=fax&code=43", "E_PENDING")]
    [InlineData("/v1/result-codes?vendor=emma&channel=sms&code=3023", "E_TELCO_CALLBACK_UNREG_ERR")]
    [InlineData("/v1/result-codes?vendor=emma&channel=alimtalk&code=3023", "E_KAKAO_INFO_ERR")]
    [InlineData("/v1/result-codes?vendor=lguplus&channel=sms&code=06", "E_OK")]
    [InlineData("/v1/result-codes?vendor=lguplus&channel=lms&code=9011", "E_SUBMIT_EXPIRED")]
    public async Task Tells_what_a_vendors_code_becomes(string path, string name)
    {
        var items = (await _api.GetAsync(path)).Json["items"]!.AsArray();

        Assert.Contains(name, items.Select(item => (string)item!["name"]!));
    }

    [Theory]
    [InlineData("505")]
    [InlineData("E_NO_DESTADDR")]
    public async Task Shows_one_code_by_number_or_name(string canonical)
    {
        var code = (await _api.GetAsync($"/v1/result-codes/{canonical}")).Json;

        Assert.Equal((505, "failed", "착신가입자 없음"), ((int)code["code"]!, (string)code["outcome"]!, (string)code["descriptionKo"]!));
    }

    [Fact]
    public async Task Answers_404_for_a_code_that_does_not_exist() => Assert.Equal(404, (await _api.GetAsync("/v1/result-codes/12345")).Status);

    [Theory]
    [InlineData("vendor=pigeon")]
    [InlineData("vendor=2")]
    [InlineData("channel=pigeon")]
    [InlineData("channel=9")]
    public async Task Refuses_a_filter_that_cannot_match(string filter) => Assert.Equal(400, (await _api.GetAsync($"/v1/result-codes?{filter}")).Status);
}
