using System.Text;
using System.Text.Json;
using Gateway.Vendors.Bizppurio;
using Gateway.Vendors.ResultCodes;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

public sealed class BizppurioResultTests
{
    [Theory]
    [InlineData(0, null, RowProgress.Untouched)]
    [InlineData(7, null, RowProgress.Taken)]
    [InlineData(1, null, RowProgress.Taken)]
    [InlineData(1, "4100", RowProgress.Taken)]
    [InlineData(3, null, RowProgress.Taken)]
    [InlineData(11, "7318", RowProgress.Taken)]
    [InlineData(2, null, RowProgress.Taken)]
    [InlineData(2, "4100", RowProgress.Final)]
    [InlineData(13, "7318", RowProgress.Final)]
    [InlineData(13, null, RowProgress.Final)]
    [InlineData(42, "4100", RowProgress.Taken)]
    public async Task Reads_the_progress_when_the_module_has_come_so_far(int status, string? code, RowProgress progress)
    {
        await using var install = await Install.CreateAsync(Protocol.Bizppurio, DatabaseKind.PostgreSql);
        var messages = await install.HandOverAsync(Install.Message());
        await install.Database.ExecuteAsync($"UPDATE BIZ_MSG SET STATUS = @p0, CALL_STATUS = {(code is null ? "NULL" : $"'{code}'")}", status);

        var report = Assert.Single(await install.ProbeAsync(messages[0]));

        Assert.Equal((progress, progress == RowProgress.Final), (report.Progress, report.Result is not null));
    }

    [Theory]
    [InlineData(1, "4100", RowProgress.Final)]
    [InlineData(7, "4100", RowProgress.Final)]
    [InlineData(1, null, RowProgress.Taken)]
    public async Task Needs_only_a_code_when_the_row_is_in_the_log(int status, string? code, RowProgress progress)
    {
        await using var install = await Install.CreateAsync(Protocol.Bizppurio, DatabaseKind.PostgreSql);
        var messages = await install.HandOverAsync(Install.Message());
        await install.FinishAsync(messages[0], install.Clock.Korea);
        await install.Database.ExecuteAsync($"UPDATE BIZ_MSG SET STATUS = @p0, CALL_STATUS = {(code is null ? "NULL" : $"'{code}'")}", status);
        await install.LogAsync(messages[0], install.Clock.Korea);

        Assert.Equal(progress, Assert.Single(await install.ProbeAsync(messages[0])).Progress);
    }

    [Theory]
    [InlineData("4100", "sms", Outcome.Delivered)]
    [InlineData("6600", "mms", Outcome.Delivered)]
    [InlineData("7000", "kakao", Outcome.Delivered)]
    [InlineData("3200", "fax", Outcome.Delivered)]
    [InlineData("1200", "phone_landline", Outcome.Delivered)]
    [InlineData("2202", "phone_mobile", Outcome.Delivered)]
    [InlineData("2200", "phone_mobile", Outcome.Failed)]
    [InlineData("9023", "common", Outcome.Expired)]
    [InlineData("8888", "common", Outcome.Failed)]
    public async Task Reads_the_result_in_its_own_table_when_a_code_comes(string code, string group, Outcome outcome)
    {
        var report = await FinishAsync(code, BizppurioCodeVersion.V1);

        Assert.Equal((group, outcome), (report.Result?.Group, report.Result?.Result.Outcome));
    }

    [Theory]
    [InlineData("9013", 406, 102)]
    [InlineData("9020", 202, 406)]
    [InlineData("9215", 213, 214)]
    [InlineData("4400", null, null)]
    public async Task Means_something_else_when_the_module_is_v3(string code, int? v1, int? v3)
    {
        var old = (await FinishAsync(code, BizppurioCodeVersion.V1)).Result?.Result.Code;
        var young = (await FinishAsync(code, BizppurioCodeVersion.V3)).Result?.Result.Code;

        Assert.Equal((v1 ?? old, v3 ?? old), (old, young));
    }

    [Theory]
    [InlineData(DatabaseKind.MySql)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Finds_the_result_when_there_is_one_log_for_ever(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Bizppurio, kind);
        var messages = await install.HandOverAsync(Install.Message());
        await install.FinishAsync(messages[0], install.Clock.Korea);
        await install.LogAsync(messages[0], install.Clock.Korea);
        await install.Database.ExecuteAsync("ALTER TABLE BIZ_LOG_202611 RENAME TO BIZ_LOG");
        var queue = install.NewQueue(install.Settings with { Setup = new BizppurioSettings { LogTables = BizppurioLogTables.One } });

        var report = Assert.Single(await queue.ProbeAsync([new ProbeTarget(messages[0].Id, install.Clock.GetUtcNow())], CancellationToken.None));

        Assert.Equal(RowProgress.Final, report.Progress);
    }

    [Fact]
    public void Builds_the_manuals_file_when_there_are_buttons_and_a_picture()
    {
        var file = Protocol.Bizppurio.Class().KakaoFileOf(new KakaoContent
        {
            SenderKey = "key",
            Buttons = [new KakaoButton("미리 주문하기", "WL") { UrlMobile = "http://www.kakao.com" }],
            Image = new KakaoImage("등록된 이미지 URL", "http://bizmessage.kakao.com/"),
        });

        var text = CodePagesEncodingProvider.Instance.GetEncoding(949)?.GetString(file ?? []) ?? "";
        Assert.Equal(
            """{"button":[{"name":"미리 주문하기","type":"WL","url_mobile":"http://www.kakao.com"}],"image":{"img_url":"등록된 이미지 URL","img_link":"http://bizmessage.kakao.com/"}}""",
            text);
    }

    [Fact]
    public void Loses_no_character_when_EUC_KR_lacks_it()
    {
        const string Name = "똠방 😀 ©";
        var file = Protocol.Bizppurio.Class().KakaoFileOf(new KakaoContent { SenderKey = "key", Buttons = [new KakaoButton(Name, "BK")] }) ?? [];

        var text = CodePagesEncodingProvider.Instance.GetEncoding(51949)?.GetString(file) ?? "";
        Assert.Equal(Name, JsonDocument.Parse(text).RootElement.GetProperty("button")[0].GetProperty("name").GetString());
        Assert.DoesNotContain('?', text);
    }

    private static async Task<VendorReport> FinishAsync(string code, BizppurioCodeVersion version)
    {
        await using var install = await Install.CreateAsync(Protocol.Bizppurio, DatabaseKind.PostgreSql);
        var messages = await install.HandOverAsync(Install.Message());
        await install.FinishAsync(messages[0], install.Clock.Korea);
        await install.Database.ExecuteAsync("UPDATE BIZ_MSG SET CALL_STATUS = @p0", code);
        var queue = install.NewQueue(install.Settings with { Setup = new BizppurioSettings { CodeVersion = version } });
        return Assert.Single(await queue.ProbeAsync([new ProbeTarget(messages[0].Id, install.Clock.GetUtcNow())], CancellationToken.None));
    }
}
