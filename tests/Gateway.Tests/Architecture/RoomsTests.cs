using System.Text.RegularExpressions;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Architecture;

/// <summary>
/// The direction of the rooms: Platform ← Accounts ← Files ← Messages ← Acceptance ← {Dispatch, Reports, Webhooks} ←
/// Insight. Read from the using lines.
/// </summary>
public sealed partial class RoomsTests
{
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Platform"] = ["Platform"],
        ["Accounts"] = ["Platform", "Accounts"],
        ["Files"] = ["Platform", "Accounts", "Files"],
        ["Messages"] = ["Platform", "Accounts", "Files", "Messages"],
        ["Acceptance"] = ["Platform", "Accounts", "Files", "Messages", "Acceptance"],
        ["Dispatch"] = ["Platform", "Accounts", "Files", "Messages", "Acceptance", "Dispatch"],
        ["Reports"] = ["Platform", "Accounts", "Files", "Messages", "Acceptance", "Reports"],
        ["Webhooks"] = ["Platform", "Accounts", "Files", "Messages", "Acceptance", "Webhooks"],
        ["Insight"] =
        [
            "Platform", "Accounts", "Files", "Messages", "Acceptance", "Dispatch", "Reports", "Webhooks", "Insight",
        ],
    };

    [Fact]
    public void Rooms_use_only_what_lies_below_them()
    {
        var wrong = Files("src/Gateway").Where(file => file.Room is not null)
            .SelectMany(file => Rooms(file.Text).Except(MayUse[file.Room!]).Select(used => $"{file.Path} uses {used}"));

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_folder_of_the_host_is_a_known_room()
    {
        var folders = Directory.GetDirectories(Repository.File("src", "Gateway")).Select(Path.GetFileName).Except(["bin", "obj", "Properties"]);

        Assert.Empty(folders.Except(MayUse.Keys));
    }

    [Theory]
    [InlineData("src/Gateway.Vendors", "Microsoft.AspNetCore|Gateway.(Platform|Accounts|Files|Messages|Acceptance|Dispatch|Reports|Webhooks|Insight)")]
    [InlineData("src/Gateway.Simulator", "Gateway.(Vendors|Platform|Accounts|Files|Messages|Acceptance|Dispatch|Reports|Webhooks|Insight)")]
    public void The_other_projects_stay_behind_their_walls(string project, string forbidden)
    {
        var wrong = Files(project).Where(file => Regex.IsMatch(file.Text, $@"^(global )?using (static )?({forbidden})\b", RegexOptions.Multiline)).Select(file => file.Path);

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_simulator_references_no_project_of_ours() =>
        Assert.DoesNotContain("ProjectReference", File.ReadAllText(Repository.File("src", "Gateway.Simulator", "Gateway.Simulator.csproj")));

    [Fact]
    public void Every_room_is_found_by_the_rules_above() => Assert.True(Files("src/Gateway").Count(file => file.Room is not null) > 50);

    private static IEnumerable<(string Path, string? Room, string Text)> Files(string project)
    {
        var root = Repository.File(project);
        foreach (var path in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(root, path);
            if (!relative.StartsWith("bin", StringComparison.Ordinal) && !relative.StartsWith("obj", StringComparison.Ordinal))
            {
                yield return (relative, relative.Contains(Path.DirectorySeparatorChar) ? relative.Split(Path.DirectorySeparatorChar)[0] : null, File.ReadAllText(path));
            }
        }
    }

    // Also names written out in the middle of the code: Gateway.Messages.Message.
    private static IEnumerable<string> Rooms(string text) => Mention().Matches(text).Select(match => match.Groups[1].Value).Where(MayUse.ContainsKey).Distinct();

    [GeneratedRegex(@"\bGateway\.([A-Z][a-z]+)\b(?!\.csproj)")]
    private static partial Regex Mention();
}
