using System.Text.RegularExpressions;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Architecture;

/// <summary>
/// The direction of the rooms: Platform ← Accounts ← Files ← Messages ← Acceptance ← {Dispatch, Reports, Webhooks} ←
/// Insight. Read from the using lines. So are the folders within a room.
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

    /// <summary>The folders of Acceptance: each uses only those before it. The empty one is the room itself.</summary>
    private static readonly string[] Steps =
    [
        "Texts", "Requests", "Rules", "Compose", "Templates", "Repeats", "Store", "DryRuns", "Fallback", "", "Batches",
        "Imports",
    ];

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

    [Fact]
    public void Folders_of_acceptance_use_only_those_before_them()
    {
        var own = Folders("Acceptance").ToList();
        var ofRoom = new Regex($@"\b({string.Join('|', own.Where(file => file.Folder == "").SelectMany(file => Types(file.Text)))})\b");

        // The room's own types are seen without a using line.
        var wrong =
            from file in own
            let before = Steps.Take(Array.IndexOf(Steps, file.Folder))
            from used in Used("Acceptance", file.Text).Concat(ofRoom.IsMatch(file.Text) ? [""] : [])
            where used != file.Folder && !before.Contains(used)
            select $"{file.Path} uses {(used == "" ? "the room" : used)}";

        Assert.Empty(wrong);
        Assert.Equal(Steps.Order(StringComparer.Ordinal), own.Select(file => file.Folder).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>Platform is no room of this kind: jobs, loops and storage hold each other.</summary>
    [Fact]
    public void Folders_of_a_room_do_not_use_each_other_in_a_circle()
    {
        foreach (var room in MayUse.Keys.Where(room => room != "Platform"))
        {
            var left = Folders(room).Where(file => file.Folder != "").GroupBy(file => file.Folder)
                .ToDictionary(folder => folder.Key, folder => folder.SelectMany(file => Used(room, file.Text)).ToHashSet());
            while (left.FirstOrDefault(folder => !folder.Value.Any(used => used != folder.Key && left.ContainsKey(used))).Key is { } free)
            {
                left.Remove(free);
            }

            Assert.True(left.Count == 0, $"{room}: {string.Join(", ", left.Keys)} use each other.");
        }
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

    /// <summary>The files of a room by its first folder. The module of each puts its parts together, and knows what it likes.</summary>
    private static IEnumerable<(string Path, string Folder, string Text)> Folders(string room) =>
        from file in Files("src/Gateway")
        where file.Room == room && !file.Path.EndsWith("Module.cs", StringComparison.Ordinal)
        let parts = file.Path.Split(Path.DirectorySeparatorChar)
        select (file.Path, parts.Length > 2 ? parts[1] : "", file.Text);

    private static IEnumerable<string> Used(string room, string text) =>
        Regex.Matches(text, $@"\bGateway\.{room}\.([A-Z]\w*)").Select(match => match.Groups[1].Value).Distinct();

    private static IEnumerable<string> Types(string text) => Declared().Matches(text).Select(match => match.Groups[1].Value);

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

    [GeneratedRegex(@"^internal (?:static |sealed |abstract |readonly |partial )*(?:class|record struct|record|struct|enum|interface) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declared();

    [GeneratedRegex(@"\bGateway\.([A-Z][a-z]+)\b(?!\.csproj)")]
    private static partial Regex Mention();
}
