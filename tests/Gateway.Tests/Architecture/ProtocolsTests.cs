using System.Text.RegularExpressions;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Architecture;

/// <summary>What a protocol can do stands in its folder alone, so that a new one is a folder and one line.</summary>
public sealed partial class ProtocolsTests
{
    private const string Contract = "the published texts of the API say for each field which vendors have it";
    private const string Example = "an example of a request or an answer in the published document";

    /// <summary>Files that name a protocol, each with its reason. One that names none any more fails too.</summary>
    private static readonly (string File, string Reason)[] Allowed =
    [
        ("Gateway.Vendors/VendorProtocols.cs", "the one line of each protocol"),
        ("Gateway/Acceptance/AcceptanceModule.cs", Contract),
        ("Gateway/Acceptance/Batches/UploadParameters.cs", Contract),
        ("Gateway/Acceptance/Requests/RequestExamples.cs", Example),
        ("Gateway/Acceptance/Requests/SendMessageRequest.cs", Contract),
        ("Gateway/Files/FilesModule.cs", Contract),
        ("Gateway/Insight/Jobs/JobRoutes.cs", Example),
        ("Gateway/Insight/Jobs/JobView.cs", Example),
        ("Gateway/Insight/Jobs/LoopView.cs", Example),
        ("Gateway/Insight/Live/LiveModule.cs", Example),
        ("Gateway/Insight/Statistics/StatisticsModule.cs", Contract),
        ("Gateway/Messages/Contents/ChannelRequests.cs", Contract),
        ("Gateway/Messages/MessageExamples.cs", Example),
        ("Gateway/Reports/FaxExamples.cs", Example),
        ("Gateway/Reports/ReadResultCodes.cs", Contract),
        ("Gateway/Reports/ReportsModule.cs", Contract),
    ];

    [Fact]
    public void Are_named_in_their_folders_alone()
    {
        var named = Files().Where(file => Names().IsMatch(file.Text)).Select(file => file.Path);

        Assert.Equal(Allowed.Select(allowed => allowed.File), named.Order(StringComparer.Ordinal));
        Assert.All(Allowed, allowed => Assert.NotEmpty(allowed.Reason));
    }

    /// <summary>A file that may name one in its texts must not decide by it all the same.</summary>
    [Fact]
    public void Are_never_told_apart_outside_their_folders() =>
        Assert.Empty(Files().Where(file => Deciding().IsMatch(file.Text)).Select(file => file.Path));

    [Theory]
    [InlineData("vendor.Protocol switch { }")]
    [InlineData("switch (check.Protocol)")]
    [InlineData("vendor.Protocol == VendorProtocols.Find(\"kshot\")")]
    [InlineData("vendor.Protocol is not KshotProtocol")]
    [InlineData("settings.Setup is XroshotSettings { TextFax: true }")]
    [InlineData("vendor.Protocol.Name == \"kshot\"")]
    [InlineData("vendor.Protocol.Name is \"kshot\" or \"xroshot\"")]
    [InlineData("case \"bizppurio\":")]
    public void Of_these_kinds_would_be_found(string code) => Assert.Matches(Deciding(), code);

    /// <summary>The sources of src without the protocols' folders and the simulator, which plays their agents.</summary>
    private static IEnumerable<(string Path, string Text)> Files()
    {
        var root = Repository.File("src");
        var folders = VendorProtocols.All.Select(protocol => $"Gateway.Vendors/{protocol.Section}/");
        return new[] { "*.cs", "*.sql", "*.csproj", "*.css" }
            .SelectMany(kind => Directory.EnumerateFiles(root, kind, SearchOption.AllDirectories))
            .Select(path => (Path: Path.GetRelativePath(root, path).Replace('\\', '/'), Full: path))
            .Where(file => !Generated().IsMatch(file.Path))
            .Where(file => !folders.Append("Gateway.Simulator/").Any(file.Path.StartsWith))
            .Select(file => (file.Path, File.ReadAllText(file.Full)));
    }

    private static Regex Names() =>
        new(string.Join('|', VendorProtocols.All.Select(protocol => protocol.Name)), RegexOptions.IgnoreCase);

    [GeneratedRegex("(^|/)(bin|obj)/")]
    private static partial Regex Generated();

    [GeneratedRegex(
        @"\bProtocol\)?\s+switch\b|switch\s*\([^)]*\bProtocol\b"
        + @"|\b(is|not|case|or)\s+(Kshot|Bizppurio|Xroshot|Emma|Lguplus)\w*"
        + @"|([!=]=|\bFind\(|\b(is|not|case|or))\s*""(kshot|bizppurio|xroshot|emma|lguplus)""")]
    private static partial Regex Deciding();
}
