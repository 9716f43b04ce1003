using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>Every sample INSERT of the manuals, sent through HTTP, lands as the manual's row: exactly its columns with equal values, our key, and nothing else.</summary>
[Collection(nameof(WaitingVendors))]
public sealed class ManualSamples(WaitingVendors world)
{
    /// <summary>Our key travels here.</summary>
    private static readonly string[] Markers = ["etc1", "cmid", "reserved9"];

    /// <summary>Numbered by the database. Where a sample has a number of its own, the difference is named there.</summary>
    private static readonly string[] RowNumbers = ["id", "msg_id"];

    private static readonly JsonElement Facts = JsonDocument.Parse(ManualFacts.Text("samples.json")).RootElement;

    /// <summary>EMMA and the U+ Agent have no manual: their samples are those of public programs.</summary>
    private static readonly Dictionary<string, JsonElement> Manual = Facts.GetProperty("cases").EnumerateArray()
        .Where(sample => sample.GetProperty("vendor").GetString() is not ("emma" or "lguplus")).ToDictionary(sample => sample.GetProperty("id").GetString()!);

    public static TheoryData<string, DatabaseKind> Cases
    {
        get
        {
            var data = new TheoryData<string, DatabaseKind>();
            foreach (var sample in ManualSampleList.All)
            {
                data.Add(sample.Id, DatabaseKind.PostgreSql);
                data.Add(sample.Id, DatabaseKind.MySql);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Lands_as_the_manuals_row_when_it_is_sent(string id, DatabaseKind kind)
    {
        var sample = ManualSampleList.All.Single(known => known.Id == id);
        var vendor = world.Vendor(sample.Vendor, kind);
        var expected = Expect(sample);

        var row = await SendAsync(sample, vendor);

        var defaults = await DefaultsAsync(world.Databases[vendor], Table(id));
        var wrong = row
            .Where(column => !(Markers.Contains(column.Key) && !expected.ContainsKey(column.Key)) && !(RowNumbers.Contains(column.Key) && !expected.ContainsKey(column.Key)))
            .Where(column => !(expected.TryGetValue(column.Key, out var value) ? value.Fits(column.Value) : Expected.Plain(column.Value) == defaults[column.Key]))
            .Select(column => $"{column.Key} = '{Expected.Plain(column.Value)}'");
        Assert.Empty(wrong);
        Assert.Empty(expected.Keys.Except(row.Keys, StringComparer.OrdinalIgnoreCase));
        if (sample.FileColumn is { } fileColumn)
        {
            CheckFile(sample, vendor, (string)row[fileColumn.ToLowerInvariant()]!);
        }
    }

    [Fact]
    public void Leaves_no_sample_out() => Assert.Equal(Manual.Keys.Order(), ManualSampleList.All.Select(sample => sample.Id).Order());

    [Fact]
    public void Names_only_differences_that_are_ones() => Assert.All(ManualSampleList.All, sample => Assert.All(sample.Differences, difference =>
    {
        var manual = Manual[sample.Id].GetProperty("columns").TryGetProperty(difference.Column, out var value) ? value : default;
        Assert.False(manual.ValueKind is JsonValueKind.String or JsonValueKind.Number && !difference.Value.IsForm && difference.Value.Fits(manual.ToString()), $"{sample.Id} {difference.Column}");
    }));

    private static string Table(string id) => Manual[id].GetProperty("table").GetString()!;

    private static Dictionary<string, Expected> Expect(ManualSample sample)
    {
        var expected = new Dictionary<string, Expected>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in Manual[sample.Id].GetProperty("columns").EnumerateObject())
        {
            expected[column.Name] = column.Value.ValueKind switch
            {
                JsonValueKind.Null => Expected.Nothing,
                JsonValueKind.Object when column.Value.TryGetProperty("now", out _) => Expected.Now,
                JsonValueKind.Object => sample.Holes.TryGetValue(column.Name, out var hole) ? hole : Expected.Like("a hole that a difference fills"),
                _ => Expected.Is(column.Value.ToString()),
            };
        }

        foreach (var difference in sample.Differences)
        {
            expected[difference.Column] = difference.Value;
        }

        return expected;
    }

    /// <summary>The row, with lower-case names of columns.</summary>
    private async Task<Dictionary<string, object?>> SendAsync(ManualSample sample, string vendor)
    {
        var body = "{ \"vendor\": \"" + vendor + "\", " + sample.Request + " }";
        if (sample.File is { } file)
        {
            body = body.Replace("{file}", await world.UploadAsync(file, "file.txt"), StringComparison.Ordinal);
        }

        var answer = await world.Api.PostAsync("/v1/messages", body.Replace("{soon}", TimeProvider.System.GetUtcNow().AddSeconds(1).ToString("O", CultureInfo.InvariantCulture), StringComparison.Ordinal));
        Assert.True(answer.Status == 202, answer.ToString());
        var message = Guid.Parse((string)answer.Json["messages"]![0]!["id"]!);
        var marker = Markers.Single(column => column == (sample.Id[0] switch { 'K' => "etc1", 'B' => "cmid", _ => "reserved9" }));
        var rows = await Eventually.GetAsync(
            () => world.Databases[vendor].QueryAsync($"SELECT * FROM {Table(sample.Id)} WHERE {marker} = '{message:N}'"), found => found.Count > 0, $"the row of {sample.Id}");
        return Assert.Single(rows);
    }

    /// <summary>The file that the row names lies before the agent, byte for byte.</summary>
    private void CheckFile(ManualSample sample, string vendor, string named)
    {
        var name = named[(named.LastIndexOf('\\') + 1)..].Split('^')[0];
        var laid = world.Laid(vendor, name);
        if (sample.MadeFile is { } made)
        {
            var euckr = CodePagesEncodingProvider.Instance.GetEncoding(51949)!;
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Facts.GetProperty("attachments").GetProperty(made).GetRawText()), JsonNode.Parse(euckr.GetString(laid))), euckr.GetString(laid));
        }
        else
        {
            Assert.Equal(Files.Samples.Named(sample.File!), laid);
        }

        Assert.True(sample.Vendor != "xroshot" || Encoding.UTF8.GetByteCount(name) <= 20, $"{name} is longer than 20 bytes.");
    }

    private static async Task<Dictionary<string, string?>> DefaultsAsync(Rows database, string table)
    {
        var rows = await database.QueryAsync(
            database.IsMySql
                ? $"SELECT column_name AS c, column_default AS d FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = '{table}'"
                : $"SELECT column_name AS c, column_default AS d FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '{table.ToLowerInvariant()}'");
        return rows.ToDictionary(row => ((string)row["c"]!).ToLowerInvariant(), row => Default((string?)row["d"]));
    }

    /// <summary>MariaDB says <c>'N'</c> and <c>NULL</c>, PostgreSQL <c>'N'::bpchar</c>.</summary>
    private static string? Default(string? text) => text is null or "NULL" ? null : text.Split("::")[0].Trim('\'', '(', ')');
}
