using System.Text.RegularExpressions;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>Rows that the manuals describe without a sample: several recipients, several files.</summary>
[Collection(nameof(WaitingVendors))]
public sealed partial class RowsOfManyParts(WaitingVendors world)
{
    public static TheoryData<DatabaseKind> Kinds => PrivateGateway.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public async Task Packs_a_hundred_recipients_into_a_row_and_the_next_into_another(DatabaseKind kind)
    {
        var vendor = world.Vendor("xroshot", kind);
        var numbers = Enumerable.Range(0, 101).Select(number => $"010{number:00000000}").ToList();
        var recipients = string.Join(", ", numbers.Select(number => $$"""{ "phone": "{{number}}", "name": "홍길동" }"""));

        var ids = await SendAsync($$"""{ "vendor": "{{vendor}}", "channel": "sms", "from": "0212341234", "to": [ {{recipients}} ], "text": "같은 내용" }""");

        var rows = await RowsAsync(vendor, "SDK_SMS_SEND", ids);
        Assert.Equal(["100", "1"], rows.Select(row => $"{row["dest_count"]}"));
        Assert.Equal(numbers.Select(number => $"홍길동^{number}"), rows.SelectMany(row => ((string)row["dest_info"]!).Split('|')).Order());
        Assert.All(rows, row => Assert.StartsWith($"홍길동^{numbers[ids.IndexOf((string)row["reserved9"]!)]}", (string)row["dest_info"]!));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Writes_a_row_for_each_recipient_when_the_text_is_personal(DatabaseKind kind)
    {
        var vendor = world.Vendor("xroshot", kind);
        var recipients = string.Join(", ", new[] { "홍길동", "김철수", "이영희" }.Select(name => $$"""{ "phone": "01012341234", "variables": { "name": "{{name}}" } }"""));

        var ids = await SendAsync($$"""{ "vendor": "{{vendor}}", "channel": "sms", "from": "0212341234", "to": [ {{recipients}} ], "text": "#{name}님" }""");

        var rows = await RowsAsync(vendor, "SDK_SMS_SEND", ids);
        Assert.Equal(["홍길동님 1", "김철수님 1", "이영희님 1"], rows.OrderBy(row => ids.IndexOf((string)row["reserved9"]!)).Select(row => $"{row["sms_msg"]} {row["dest_count"]}"));
    }

    [Theory]
    [InlineData("xroshot", "fax", "SDK_FMS_SEND", "attach_file", "FILE.pdf;FILE.tif", "%PDF-1.7", "II*\0....")]
    [InlineData("xroshot", "mms", "SDK_MMS_SEND", "content_count,content_data", "2 FILE.jpg^1^0|FILE.jpg^1^0", "jpeg 8x8", "jpeg 9x9")]
    [InlineData("bizppurio", "fax", "BIZ_MSG", "attached_file", "FILE.pdf|FILE.gif", "%PDF-1.7", "gif 8x8")]
    [InlineData("bizppurio", "mms", "BIZ_MSG", "attached_file", "FILE.jpg|FILE.jpg", "jpeg 8x8", "jpeg 8x8")]
    [InlineData("kshot", "mms", "agent_msgqueue", "mmsfile_path,mmsfile_path2,mmsfile_path3", @"c:\temp\FILE.jpg c:\temp\FILE.jpg c:\temp\FILE.jpg", "jpeg 8x8", "jpeg 9x9", "jpeg 10x10")]
    public async Task Names_several_files_as_the_manual_says(string name, string channel, string table, string columns, string expected, params string[] samples)
    {
        var vendor = world.Vendor(name, DatabaseKind.PostgreSql);
        var files = new List<string>();
        foreach (var sample in samples)
        {
            files.Add($"\"{await world.UploadAsync(sample, "a.txt")}\"");
        }

        var text = channel == "mms" ? """ "text": "a", """ : "";
        var ids = await SendAsync($$"""{ "vendor": "{{vendor}}", "channel": "{{channel}}", "from": "0212341234", "to": "0212341234", {{text}} "attachments": [ {{string.Join(", ", files)}} ] }""");

        var row = Assert.Single(await RowsAsync(vendor, table, ids));
        Assert.Equal(expected, MadeName().Replace(string.Join(' ', columns.Split(',').Select(column => row[column])), "FILE."));
    }

    private async Task<List<string>> SendAsync(string body)
    {
        var answer = await world.Api.PostAsync("/v1/messages", body);
        Assert.True(answer.Status == 202, answer.ToString());
        var ids = answer.Json["messages"]!.AsArray().Select(message => Guid.Parse((string)message!["id"]!).ToString("N")).ToList();
        await world.Api.ReachesAsync(ids[^1], "queued");
        return ids;
    }

    private async Task<List<Dictionary<string, object?>>> RowsAsync(string vendor, string table, List<string> ids)
    {
        var (marker, order) = table switch { "BIZ_MSG" => ("CMID", "CMID"), "agent_msgqueue" => ("etc1", "Id"), _ => ("RESERVED9", "MSG_ID") };
        return await world.Databases[vendor].QueryAsync($"SELECT * FROM {table} WHERE {marker} IN ({string.Join(", ", ids.Select(id => $"'{id}'"))}) ORDER BY {order}");
    }

    [GeneratedRegex(@"\b[a-z2-7]{12,26}\.")]
    private static partial Regex MadeName();
}
