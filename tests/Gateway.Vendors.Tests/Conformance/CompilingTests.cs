using System.Data.Common;
using System.Diagnostics;
using Gateway.Vendors.Kshot;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>
/// To compile a question to a vendor's tables takes some milliseconds of processor time, and a gateway with many vendors
/// asks many each second: so each is compiled once.
/// </summary>
public sealed class CompilingTests
{
    public static TheoryData<Protocol, DatabaseKind> Cases => Matrix.All;

    [Theory, MemberData(nameof(Cases))]
    public async Task Compiles_each_question_once(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        await AskAsync(install);
        install.Clock.Advance(5);
        using var second = new Compiled();
        await AskAsync(install);

        Assert.Empty(second.Questions);
    }

    /// <summary>The names of their tables make each a model of its own, and all share what EF Core keeps.</summary>
    [Theory, MemberData(nameof(Matrix.Databases), MemberType = typeof(Matrix))]
    public async Task Compiles_each_question_once_when_there_are_many_vendors(DatabaseKind kind)
    {
        const int vendors = 60;
        await using var install = await Install.CreateAsync(Protocol.Kshot, kind, prepared: false);
        var name = Guid.NewGuid().ToString("N")[..8];
        var queues = Enumerable.Range(1, vendors)
            .Select(number => install.NewQueue(install.Settings with
            {
                Setup = new KshotSettings { QueueTable = $"absent_{name}_{number}" },
            }))
            .ToList();
        using (var first = new Compiled())
        {
            await CountAsync();
            Assert.NotEmpty(first.Questions);
        }

        using var second = new Compiled();
        await CountAsync();

        Assert.Empty(second.Questions);

        // The tables are not there, which a question tells only when it has been compiled.
        async Task CountAsync()
        {
            foreach (var queue in queues)
            {
                await Assert.ThrowsAnyAsync<DbException>(() => queue.CountWaitingAsync(10, CancellationToken.None));
            }
        }
    }

    private static async Task AskAsync(Install install)
    {
        var none = CancellationToken.None;
        var message = (await install.HandOverAsync(Install.Message()))[0];
        await install.Queue.CountWaitingAsync(10, none);
        await install.Queue.LookAsync(none);
        await install.ScanAsync();
        await install.ProbeAsync(message);
        await install.Queue.ResolveAsync(Guid.NewGuid(), none);
        await install.Queue.PurgeLedgerAsync(install.Clock.GetUtcNow().AddDays(-1), none);
        await install.WithdrawAsync(message);
    }

    /// <summary>What is compiled by its maker, and by what that calls, while it lives.</summary>
    private sealed class Compiled : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly AsyncLocal<Compiled?> _mine = new();
        private readonly List<IDisposable> _subscriptions = [];
        private readonly List<string> _questions = [];

        public Compiled()
        {
            _mine.Value = this;
            _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
        }

        public IReadOnlyList<string> Questions => _questions;

        public void Dispose() => _subscriptions.ForEach(static subscription => subscription.Dispose());

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.EntityFrameworkCore")
            {
                _subscriptions.Add(value.Subscribe(this, name => name == CoreEventId.QueryCompilationStarting.Name));
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (_mine.Value == this && value.Value is EventData question)
            {
                _questions.Add(question.ToString());
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
