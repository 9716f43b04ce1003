using System.Globalization;
using Gateway.Vendors.Tests.Databases;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>The samples of the manuals: exactly their columns with equal values, our marker, and nothing else.</summary>
public sealed class GoldenRowTests
{
    public static TheoryData<string, DatabaseKind> Cases
    {
        get
        {
            var data = new TheoryData<string, DatabaseKind>();
            foreach (var sample in Samples.All)
            {
                data.Add(sample.Id, DatabaseKind.MySql);
                data.Add(sample.Id, DatabaseKind.PostgreSql);
            }

            return data;
        }
    }

    /// <summary>The database's own time, which no sample can name.</summary>
    private const string Now = "current_timestamp";

    [Theory, MemberData(nameof(Cases))]
    public async Task Writes_the_manuals_row_when_its_message_is_handed_over(string id, DatabaseKind kind)
    {
        var sample = Samples.Of(id);
        await using var install = await Install.CreateAsync(sample.Protocol, kind);
        var expected = sample.Expected("20261120140000");

        var outcome = await install.NewQueue(sample.Set(install.Settings)).HandOverAsync(Guid.CreateVersion7(), [sample.Message], CancellationToken.None);

        Assert.Equal((HandOverKind.Written, null), (outcome.Kind, outcome.Fault?.Message));
        var row = Assert.Single(await install.Database.QueryAsync($"SELECT * FROM {sample.Table}"));
        var defaults = await DefaultsAsync(install.Database, sample.Table);
        var marker = install.MarkerIn(sample.Table);
        var different = row
            .Where(column => !column.Key.Equals(marker, StringComparison.OrdinalIgnoreCase))
            .Where(column => expected.ContainsKey(column.Key) || defaults[column.Key] is not Now)
            .Where(column => !Equals(Plain(column.Value), Plain(expected.TryGetValue(column.Key, out var value) ? value : defaults[column.Key])))
            .Where(column => expected.ContainsKey(column.Key) || !column.Key.Equals(install.OrderColumn, StringComparison.OrdinalIgnoreCase))
            .Select(column => $"{column.Key} = {column.Value}");
        Assert.Empty(different);
        Assert.Empty(expected.Keys.Except(row.Keys, StringComparer.OrdinalIgnoreCase));
        Assert.Equal(install.KeyOf(sample.Message), row[marker]);
    }

    [Fact]
    public void Knows_every_sample_when_a_protocol_has_its_row() =>
        Assert.Equal(Matrix.Protocols.SelectMany(Sample.Ids).Order(), Samples.All.Select(sample => sample.Id).Order());

    private static async Task<Dictionary<string, object?>> DefaultsAsync(TestDatabase database, string table)
    {
        var rows = await database.QueryAsync(
            database.Kind == DatabaseKind.MySql
                ? "SELECT column_name, column_default FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = @p0"
                : "SELECT column_name, column_default FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = lower(@p0)",
            table);
        return rows.ToDictionary(row => (string)row["column_name"]!, row => Default((string?)row["column_default"]), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>MariaDB says <c>'N'</c> and <c>NULL</c>, PostgreSQL <c>'N'::bpchar</c>.</summary>
    private static object? Default(string? text) =>
        text is null or "NULL" ? null
        : text.StartsWith(Now, StringComparison.OrdinalIgnoreCase) ? Now
        : text.Split("::")[0].Trim('\'', '(', ')');

    private static string? Plain(object? value) => value switch
    {
        null => null,
        DateTime time => time.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture),

        // Columns of a fixed width are filled up with blanks.
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)?.TrimEnd(),
    };
}
