using System.Text.RegularExpressions;
using Gateway.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Gateway.Tests.Architecture;

/// <summary>
/// Each table has one owning room, which writes it. Read from the .sql files, from statements within C#, and from what
/// is saved through EF Core. Triggers stand in the schema, beside the table that they keep, and belong to its owner.
/// </summary>
public sealed partial class TablesTests
{
    private static readonly Dictionary<string, string[]> Owned = new()
    {
        ["Platform"] = ["idempotency_keys", "jobs", "job_nodes", "data_protection_keys"],
        ["Accounts"] = ["accounts", "account_prices", "api_keys", "audit_log", "quota_usage", "senders", "optouts"],
        ["Files"] = ["files", "staged_files"],
        ["Messages"] = ["messages", "inflight", "events", "retention_cursors", "secrets", "received_messages"],
        ["Acceptance"] =
        [
            "batches", "recent_contents", "recent_recipients", "due_fallbacks", "rejected_lines", "resends", "templates",
            "template_versions",
        ],
        ["Dispatch"] = ["handovers"],
        ["Reports"] = ["report_cursors", "orphan_reports", "received_faxes", "fax_cursors", "received_cursors", "overdue_rows"],
        ["Webhooks"] = ["webhooks", "deliveries", "delivery_attempts", "webhook_leases", "webhook_replays"],
        ["Insight"] = ["stats", "stat_minutes", "stat_deltas", "vendor_health", "nodes"],
    };

    /// <summary>Writes by another room, each with its reason. One that nobody needs any more fails too.</summary>
    private static readonly (string Room, string[] Tables, string Reason)[] Allowed =
    [
        ("Dispatch", ["inflight", "messages", "events"], "A message moves in one statement: work, record, event."),
        ("Reports", ["inflight", "events"], "A message moves in one statement: work and event."),
        ("Reports", ["received_messages"], "Collects them; the room on the left shows them in events."),
        ("Reports", ["senders"], "A result blocks a number in the transaction that stores the result."),
        ("Platform", ["accounts"], "Migration 0003 gives the built-in account of a new installation its default."),
        ("Accounts", ["events"], "quota.reached is told in the transaction that takes the quota."),
        ("Webhooks", ["events"], "The events of an endpoint: its test, and its end."),
        ("Insight", ["events"], "A vendor's change is told in the statement that notes it."),
        ("Acceptance", ["messages", "inflight"], "It makes them, and moves those that are reserved."),
        ("Acceptance", ["events"], "batch.completed and message.fallback are told in the statement that notes them."),
        ("Acceptance", ["idempotency_keys"], "The key stands in the transaction of the messages that it stands for."),
        ("Acceptance", ["stat_deltas"], "A new message goes into its month's table itself, past the trigger."),
        ("Acceptance", ["audit_log"], "A release and its entry are one transaction."),
        ("Dispatch", ["audit_log"], "What an operator did with all that waited for a vendor."),
        ("Messages", ["rejected_lines"], "Contents that are due go in one job, those of rejected lines too."),
        (
            "Insight",
            [
                "audit_log", "batches", "orphan_reports", "received_faxes", "received_messages", "idempotency_keys", "handovers",
                "recent_contents", "recent_recipients", "resends",
            ],
            "The job purge-old is one for all rooms, and forgets what they no longer need. Who signs in to the console "
            + "is audited."),
    ];

    /// <summary>Files that save through EF Core what they name no type of.</summary>
    private static readonly Dictionary<string, string> Unnamed = new()
    {
        ["Platform/Idempotency/IdempotentCreate.cs"] = "It adds what it is given; its callers are looked at.",
    };

    /// <summary>Entities of EF Core by the name of their type, each with its table.</summary>
    private static readonly Dictionary<string, (Type Type, string Table)> Entities = Model();

    [Fact]
    public void Are_written_by_their_owner_alone()
    {
        var owners = Owned.SelectMany(room => room.Value.Select(table => (table, room.Key))).ToDictionary();
        var allowed = Allowed.SelectMany(entry => entry.Tables.Select(table => (entry.Room, Table: table))).ToList();

        var foreign = Statements()
            .SelectMany(file => Tables(file.Text).Concat(Saved(file.Text))
                .Select(table => (file.Path, file.Room, Table: table)))
            .Where(write => owners.GetValueOrDefault(write.Table) != write.Room)
            .ToList();

        Assert.Empty(foreign
            .Where(write => !allowed.Contains((write.Room, write.Table)))
            .Select(write => $"{write.Path} writes {write.Table}"));
        Assert.Empty(allowed.Except(foreign.Select(write => (write.Room, write.Table))));
    }

    /// <summary>What is saved is known by its name, so a file that saves names it, or stands on the list.</summary>
    [Fact]
    public void Are_saved_by_files_that_name_them()
    {
        var unnamed = Statements()
            .Where(file => Saves().IsMatch(Comment().Replace(file.Text, "")) && !Saved(file.Text).Any())
            .Select(file => file.Path);

        Assert.Equal(Unnamed.Keys.ToList(), unnamed.ToList());
    }

    /// <summary>An entity stands in the room that owns its table.</summary>
    [Fact]
    public void Have_their_entity_in_their_room() =>
        Assert.Empty(
            from entity in Entities.Values
            let room = entity.Type.Namespace!.Split('.')[1] // Each has a namespace.
            where !Owned.GetValueOrDefault(room, []).Contains(entity.Table)
            select $"{entity.Type.FullName} is {entity.Table}");

    [Fact]
    public void Have_one_owner_each()
    {
        var made = Directory.EnumerateFiles(Repository.File("src", "Gateway", "Platform", "Storage", "Schema"), "*.sql")
            .SelectMany(path => Table().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value));

        Assert.Equal(
            made.Order(StringComparer.Ordinal),
            Owned.Values.SelectMany(tables => tables).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Stand_in_the_page_of_the_architecture_with_their_owner()
    {
        var page = File.ReadAllText(Repository.File("docs", "internals", "architecture.md"));

        Assert.All(Owned, room => Assert.Contains(
            $"| {room.Key} | `{string.Join("` `", room.Value)}` |", page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("INSERT INTO gateway.stats (hour)", "stats")]
    [InlineData("update only gateway.inflight_open i", "inflight")]
    [InlineData("DELETE FROM\n    gateway.events", "events")]
    [InlineData("COPY gateway.messages_month (id)", "messages")]
    [InlineData("TRUNCATE TABLE gateway.jobs", "jobs")]
    [InlineData("MERGE INTO gateway.jobs", "jobs")]
    public void Of_these_kinds_are_writes(string statement, string table) =>
        Assert.Equal([table], Tables(statement));

    [Theory]
    [InlineData("db.Set<Webhook>().Where(hook => true).ExecuteUpdateAsync(set => set)", "webhooks")]
    [InlineData("IQueryable<StoredFile> files => files.ExecuteDelete()", "files")]
    [InlineData("db.Add(new OptOut()); await db.SaveChangesAsync(token);", "optouts")]
    [InlineData("db.Add(AuditEntry.Of(key)); db.SaveChanges();", "audit_log")]
    [InlineData("Sender? found = await find(); await db.SaveChangesAsync(token);", "senders")]
    [InlineData("await create.AddAsync(context, Batch.Open(id))", "batches")]
    public void Of_these_kinds_are_saved(string text, string table) => Assert.Equal([table], Saved(text));

    [Theory]
    [InlineData("db.Set<Webhook>().ToListAsync(); faults.Add(new Fault()); // then SaveChanges")]
    [InlineData("request.Batch.Open(); db.SaveChanges();")]
    public void Of_these_kinds_are_not_saved(string text) => Assert.Empty(Saved(text));

    private static IEnumerable<(string Path, string Room, string Text)> Statements()
    {
        var root = Repository.File("src", "Gateway");
        return from path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
               where path.EndsWith(".sql", StringComparison.Ordinal) || path.EndsWith(".cs", StringComparison.Ordinal)
               let relative = Path.GetRelativePath(root, path).Replace('\\', '/')
               where !relative.StartsWith("bin/", StringComparison.Ordinal)
                   && !relative.StartsWith("obj/", StringComparison.Ordinal)
                   && !relative.StartsWith("Platform/Storage/Schema/", StringComparison.Ordinal)
               select (relative, relative.Split('/')[0], File.ReadAllText(path));
    }

    /// <summary>What a text writes; a month, what waits and what is open are parts of their table.</summary>
    private static IEnumerable<string> Tables(string text) =>
        Write().Matches(text).Select(match => Part().Replace(match.Groups[1].Value, ""));

    /// <summary>The tables that a text may write through EF Core: those of the entities that it names, if it saves.</summary>
    private static IEnumerable<string> Saved(string text)
    {
        var code = Comment().Replace(text, "");
        return !Saves().IsMatch(code)
            ? []
            : Named().Matches(code).SelectMany(match => match.Groups.Values.Skip(1)).Select(group => group.Value)
                .Distinct().Where(Entities.ContainsKey).Select(name => Entities[name].Table);
    }

    private static Dictionary<string, (Type Type, string Table)> Model()
    {
        using var db = StateModel.Of("Host=nowhere");
        return db.Model.GetEntityTypes().ToDictionary(
            entity => entity.ClrType.Name,
            entity => (entity.ClrType, entity.GetTableName()!)); // Each has one.
    }

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\.(?:SaveChanges|ExecuteUpdate|ExecuteDelete)(?:Async)?\(|\bcreate\.AddAsync\(")]
    private static partial Regex Saves();

    /// <summary>A type that a file names: <c>Set&lt;X&gt;</c>, <c>new X</c>, <c>X.Of(…)</c>, <c>X found</c>.</summary>
    [GeneratedRegex(
        @"<(\w+)>|\bnew (\w+)|(?<![.\w])(\w+)\.[A-Z]\w*\(|(?<![.\w])([A-Z]\w*)\?? [a-z]\w*(?= ?[=,;)])")]
    private static partial Regex Named();

    [GeneratedRegex(
        @"\b(?:(?:INSERT|MERGE)\s+INTO|UPDATE|DELETE\s+FROM|COPY|TRUNCATE)(?:\s+(?:TABLE|ONLY))*\s+gateway\.([a-z_]+)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Write();

    [GeneratedRegex(@"(?<=^messages|^events|^inflight)_(month|default|waiting|open)$")]
    private static partial Regex Part();

    [GeneratedRegex(@"^CREATE TABLE gateway\.([a-z_]+) \(", RegexOptions.Multiline)]
    private static partial Regex Table();
}
