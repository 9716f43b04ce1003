using System.Globalization;
using Gateway.Acceptance.Batches;
using Gateway.Acceptance.Templates;
using Gateway.Accounts;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Gateway.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Acceptance.Imports;

/// <summary>What a file would change.</summary>
internal sealed record ImportPlan
{
    public List<TemplateFields> New { get; } = [];

    public List<(MessageTemplate Template, TemplateFields Fields)> Changed { get; } = [];

    public int Unchanged { get; set; }

    /// <summary>Templates that the account has already.</summary>
    public int Known { get; set; }

    public List<Fault> Faults { get; } = [];
}

/// <summary>
/// Looks at every line of a file, and at what the account has. A fault names its line: <c>/lines/3/text</c>.
/// </summary>
internal sealed class PlanImport(GatewayDb db, TemplateRules rules)
{
    /// <summary>Enough to mend a file.</summary>
    private const int MaxFaults = 100;

    public async Task<ImportPlan> PlanAsync(
        ImportFile file, ImportLine lines, KnownKey caller, Guid accountId, CancellationToken cancellationToken)
    {
        var plan = new ImportPlan();
        var owners = await OwnersAsync(accountId, cancellationToken);
        plan.Known = owners.Count;
        var known = await KnownAsync(file, lines, accountId, cancellationToken);
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var codes = new Dictionary<(string, string), int>();
        var byCode = owners.Where(static owner => owner.Code is not null)
            .ToDictionary(static owner => (owner.SenderKey ?? "", owner.Code!), static owner => owner.Name);
        foreach (var line in file.Lines)
        {
            if (plan.Faults.Count >= MaxFaults)
            {
                break;
            }

            if (lines.Misfit(line) is { } misfit)
            {
                plan.Faults.Add(At(line, misfit));
                continue;
            }

            var found = new List<Fault>();
            var before = known.GetValueOrDefault(lines.NameOf(line) ?? "");
            var fields = lines.Fields(line, Fields(before), found);
            found.AddRange(await rules.FaultsAsync(fields, caller, accountId, line.Bytes.Length, cancellationToken));
            found.AddRange(Taken(fields, line.Line, names, codes, byCode));
            plan.Faults.AddRange(
                found.DistinctBy(static fault => (fault.Pointer, fault.Code)).Select(fault => At(line, fault)));
            Take(plan, before, fields);
        }

        return plan;
    }

    private static void Take(ImportPlan plan, MessageTemplate? before, TemplateFields fields)
    {
        if (before is null)
        {
            plan.New.Add(fields);
        }
        else if (before.Channel == fields.Channel && before.Read()?.ToJson() == fields.Content.ToJson())
        {
            plan.Unchanged++;
        }
        else
        {
            plan.Changed.Add((before, fields));
        }
    }

    /// <summary>A name or a code that another line or another template has.</summary>
    private static IEnumerable<Fault> Taken(
        TemplateFields fields,
        int line,
        Dictionary<string, int> names,
        Dictionary<(string, string), int> codes,
        Dictionary<(string, string), string> byCode)
    {
        if (fields.Name is { } name && !names.TryAdd(name, line))
        {
            yield return new Fault("/name", "duplicate_name", $"Line {names[name]} has this name already.");
        }

        if (fields is not { Channel: Channel.AlimTalk, Content.Kakao: { SenderKey: { } key, TemplateCode: { } code } })
        {
            yield break;
        }

        if (byCode.TryGetValue((key, code), out var owner) && owner != fields.Name)
        {
            yield return new Fault(
                "/kakao/templateCode",
                ErrorCode.TemplateExists.Code,
                $"The template '{owner}' has this sender key and template code. Use its name, or remove it.");
        }
        else if (codes.TryGetValue((key, code), out var other))
        {
            var detail = $"Line {other} has this sender key and template code already.";
            yield return new Fault("/kakao/templateCode", "duplicate_code", detail);
        }

        codes.TryAdd((key, code), line);
    }

    private static TemplateFields? Fields(MessageTemplate? template) => template is null
        ? null
        : new TemplateFields(template.Name, template.Channel, template.Read() ?? new TemplateContent());

    private static Fault At(UploadLine line, Fault fault) =>
        fault with { Pointer = string.Create(CultureInfo.InvariantCulture, $"/lines/{line.Line}{fault.Pointer}") };

    private async Task<List<(string Name, string? SenderKey, string? Code)>> OwnersAsync(
        Guid accountId, CancellationToken cancellationToken)
    {
        var all = await db.Set<MessageTemplate>().Where(template => template.AccountId == accountId)
            .Select(static template => new { template.Name, template.SenderKey, template.TemplateCode })
            .ToListAsync(cancellationToken);
        return [.. all.Select(static owner => (owner.Name, owner.SenderKey, owner.TemplateCode))];
    }

    /// <summary>Those that have the name of a line.</summary>
    private Task<Dictionary<string, MessageTemplate>> KnownAsync(
        ImportFile file, ImportLine lines, Guid accountId, CancellationToken cancellationToken)
    {
        var readable = file.Lines.Where(line => lines.Misfit(line) is null);
        string[] names = [.. readable.Select(lines.NameOf).OfType<string>().Distinct()];
        return db.Set<MessageTemplate>().AsTracking()
            .Where(template => template.AccountId == accountId && names.Contains(template.Name))
            .ToDictionaryAsync(static template => template.Name, StringComparer.Ordinal, cancellationToken);
    }
}
