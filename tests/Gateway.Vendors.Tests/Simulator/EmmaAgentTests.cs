using Gateway.Simulator.Agents.Emma;
using Gateway.Vendors.Tests.Databases;
using Xunit;

namespace Gateway.Vendors.Tests.Simulator;

public sealed class EmmaAgentTests
{
    public static TheoryData<DatabaseKind> Kinds => TestDatabase.Kinds;

    private static EmmaAgentOptions Slow => new() { ResultDelay = TimeSpan.FromSeconds(2), MoveInterval = TimeSpan.FromSeconds(5) };

    [Theory, MemberData(nameof(Kinds))]
    public async Task Writes_a_result_into_the_log_at_once_when_the_procedures_do(DatabaseKind kind)
    {
        await using var world = await EmmaWorld.CreateAsync(kind, Slow with { Results = EmmaResults.Log });
        await world.InsertSmsAsync(1, "01012340000");

        await world.StepAsync(0);
        var early = await world.RowsAsync("em_smt_tran");
        await world.StepAsync(1);
        var taken = await world.RowsAsync("em_smt_tran");
        await world.StepAsync(2);

        Assert.Equal(["1 1", "1 2"], [early, taken]);
        Assert.Equal("", await world.RowsAsync("em_smt_tran"));
        Assert.Equal("1 3 1000", await world.RowsAsync("em_smt_log_202611"));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Leaves_a_result_in_the_queue_until_it_is_moved_when_older_procedures_do(DatabaseKind kind)
    {
        await using var world = await EmmaWorld.CreateAsync(kind, Slow with { Results = EmmaResults.Queue });
        await world.InsertSmsAsync(1, "01012349907");

        await world.StepAsync(1);
        await world.StepAsync(2);
        var done = await world.RowsAsync("em_smt_tran");
        await world.StepAsync(5);

        Assert.Equal("1 3 3001", done);
        Assert.Equal("1 3 3001", await world.RowsAsync("em_smt_log_202611"));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Takes_AlimTalk_with_codes_of_its_own(DatabaseKind kind)
    {
        await using var world = await EmmaWorld.CreateAsync(kind, Slow with { ResultDelay = TimeSpan.Zero, Results = EmmaResults.Log });
        await world.InsertAsync("ata_mmt_tran", 1, "01012349907", "msg_type, sender_key, template_code", "1008, 'k', 't'");

        await world.StepAsync(1);

        Assert.Equal("1 3 3027", await world.RowsAsync("ata_mmt_log_202611", "report_code"));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Never_takes_what_is_not_due_or_too_old_or_another_agents(DatabaseKind kind)
    {
        await using var world = await EmmaWorld.CreateAsync(kind, Slow);
        await world.InsertSmsAsync(1, "01012340000");
        await world.InsertSmsAsync(2, "01012340000");
        await world.InsertSmsAsync(3, "01012340000");
        await world.Database.ExecuteAsync("UPDATE em_smt_tran SET date_client_req = '2026-11-20 14:10:00' WHERE mt_pr = 1");
        await world.Database.ExecuteAsync("UPDATE em_smt_tran SET date_client_req = '2026-11-20 12:59:59' WHERE mt_pr = 2");
        await world.Database.ExecuteAsync("UPDATE em_smt_tran SET emma_id = 'na' WHERE mt_pr = 3");

        await world.StepAsync(1);

        Assert.Equal("1 1, 2 1, 3 1", await world.RowsAsync("em_smt_tran"));
        Assert.Empty(world.Agent.Sent);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Puts_old_rows_away_without_a_code(DatabaseKind kind)
    {
        await using var world = await EmmaWorld.CreateAsync(kind, Slow with { ResultDelay = TimeSpan.FromDays(30) });
        await world.InsertSmsAsync(1, "01012340000");
        await world.StepAsync(1);
        await world.InsertSmsAsync(2, "01012340000");
        await world.InsertAsync("ata_mmt_tran", 1, "01012340000", "sender_key", "'k'");

        await world.StepAsync(4 * 86400);
        var atFour = await world.RowsAsync("em_smt_tran");
        await world.StepAsync(7 * 86400);

        Assert.Equal("1 2, 2 1", atFour);
        Assert.Equal("1 3, 2 3", await world.RowsAsync("em_smt_log_202611"));
        Assert.Equal("1 1", await world.RowsAsync("ata_mmt_log_202611", "report_code"));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Refuses_what_does_not_agree_with_its_files_and_writes_no_time(DatabaseKind kind)
    {
        await using var world = await EmmaWorld.CreateAsync(kind, Slow with { MoveInterval = TimeSpan.FromHours(1) });
        const string Columns = "subject, service_type, attach_file_group_key";
        await world.Database.ExecuteAsync("INSERT INTO em_mmt_file (attach_file_group_key, attach_file_group_seq, attach_file_name) VALUES (7, 1, 'a.jpg')");
        await world.InsertAsync("em_mmt_tran", 1, "01012340000", Columns, "'s', '3', 7");
        await world.InsertAsync("em_mmt_tran", 2, "01012340000", Columns, "'s', '2', 0");
        await world.InsertAsync("em_mmt_tran", 3, "01012340000", Columns, "'s', '2', 8");
        await world.InsertAsync("em_mmt_tran", 4, "01012340000", Columns, "'s', '2', 7");

        await world.StepAsync(1);

        Assert.Equal("1 3 E920, 2 3 E921, 3 3 E914, 4 2", await world.RowsAsync("em_mmt_tran"));
        Assert.Equal(0, await world.Database.NumberAsync("SELECT COUNT(*) FROM em_mmt_tran WHERE date_mt_report IS NOT NULL"));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Sends_what_was_deleted_between_reading_and_marking(DatabaseKind kind)
    {
        await using var world = await EmmaWorld.CreateAsync(kind, Slow with { MarksLater = true });
        await world.InsertSmsAsync(1, "01012340000");

        await world.StepAsync(1);
        await world.Database.ExecuteAsync("DELETE FROM em_smt_tran");
        await world.StepAsync(1);

        Assert.Equal("01012340000", Assert.Single(world.Agent.Sent).Phone);
    }
}
