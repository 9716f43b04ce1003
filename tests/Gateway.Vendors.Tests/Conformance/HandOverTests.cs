using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

public sealed class HandOverTests
{
    public static TheoryData<Protocol, DatabaseKind> Cases => Matrix.All;

    [Theory, MemberData(nameof(Cases))]
    public async Task Writes_once_when_the_same_id_comes_twice(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var id = Guid.CreateVersion7();
        var messages = Install.Messages(3);

        var first = await install.Queue.HandOverAsync(id, messages, CancellationToken.None);
        var second = await install.Queue.HandOverAsync(id, messages, CancellationToken.None);

        Assert.Equal((HandOverKind.Written, HandOverKind.AlreadyDecided, 3), (first.Kind, second.Kind, await MessagesInQueueAsync(install)));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Writes_once_when_several_processes_try_the_same_id_at_once(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var id = Guid.CreateVersion7();
        var messages = Install.Messages(50);

        // Queues of their own: nothing in memory can help them.
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(
            () => install.NewQueue(install.Settings).HandOverAsync(id, messages, CancellationToken.None))));

        Assert.Equal(1, outcomes.Count(outcome => outcome.Kind == HandOverKind.Written));
        Assert.Equal(50, await MessagesInQueueAsync(install));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Keeps_the_order_when_a_hand_over_is_large(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var messages = Install.Messages(2500);

        await install.HandOverAsync(messages);

        var texts = (await install.RowsAsync()).Select(row => (string)row[install.TextColumn]!);
        Assert.Equal(messages.Select(message => message.Text), texts);
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Writes_nothing_when_one_row_does_not_fit(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var messages = Install.Messages(3);
        messages[1] = messages[1] with { From = new string('1', 40) };
        var id = Guid.CreateVersion7();

        var outcome = await install.Queue.HandOverAsync(id, messages, CancellationToken.None);

        Assert.Equal((HandOverKind.BadRow, 0L), (outcome.Kind, await install.CountAsync()));
        Assert.Equal(HandOverFate.NeverWritten, await install.Queue.ResolveAsync(id, CancellationToken.None));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Writes_nothing_when_the_queue_is_held_before_the_rows_are_committed(
        Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var queue = install.NewQueue(install.Settings with { IsHeld = () => true });
        var id = Guid.CreateVersion7();

        var outcome = await queue.HandOverAsync(id, Install.Messages(3), CancellationToken.None);

        Assert.Equal((HandOverKind.Held, 0L), (outcome.Kind, await install.CountAsync()));
        Assert.Equal(HandOverFate.NeverWritten, await queue.ResolveAsync(id, CancellationToken.None));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Says_not_written_when_the_database_is_unreachable(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind, prepared: false);
        var nowhere = kind == DatabaseKind.MySql
            ? "Server=127.0.0.1;Port=9;User ID=x;Password=x;Database=x;Connection Timeout=5"
            : "Host=127.0.0.1;Port=9;Username=x;Password=x;Database=x;Timeout=5";

        var outcome = await install.NewQueue(install.Settings with { ConnectionString = nowhere })
            .HandOverAsync(Guid.CreateVersion7(), Install.Messages(1), CancellationToken.None);

        Assert.Equal(HandOverKind.NotWritten, outcome.Kind);
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Keeps_every_character_when_texts_are_unusual(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        const string Odd = "똠방각하 '); DROP TABLE x; -- \\ \" % _ @p0 {list} \t😀";

        await install.HandOverAsync(Install.Message() with { Text = Odd });

        Assert.Equal(Odd, Assert.Single(await install.RowsAsync())[install.TextColumn]);
    }

    /// <summary>Messages, not rows: one row may carry several.</summary>
    private static async Task<int> MessagesInQueueAsync(Install install)
    {
        var rows = await install.RowsAsync();
        return rows.Sum(row => row.TryGetValue("DEST_COUNT", out var count) ? Convert.ToInt32(count, System.Globalization.CultureInfo.InvariantCulture) : 1);
    }
}
