using Gateway.Simulator.Agents;
using Gateway.Simulator.Agents.Bizppurio;
using Gateway.Simulator.Agents.Kshot;
using Gateway.Vendors.Tests.Simulator;
using Xunit;
using Outcome = Gateway.Vendors.ResultCodes.Outcome;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>However many rows an agent makes for a message, it has one outcome.</summary>
public sealed class FallbackTests
{
    /// <summary>The simulator fails the Kakao message to this number, but not what replaces it.</summary>
    private const string OnlyKakaoFails = "01012349909";

    private const string EverythingFails = "01012349907";

    public static TheoryData<Protocol, DatabaseKind> Cases => Matrix.WithFallback;

    [Theory, MemberData(nameof(Cases))]
    public async Task Is_delivered_by_the_fallback_when_only_Kakao_fails(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var message = AlimTalk(OnlyKakaoFails, new FallbackContent(Channel.Sms, "instead", null));

        var (probed, scanned) = await FollowAsync(install, install.NewAgent(install.Clock), message);

        Assert.Equal((Outcome.Delivered, Channel.Sms), (probed[^1].Result?.Result.Outcome, probed[^1].FallbackChannel));
        Assert.DoesNotContain(probed.Concat(scanned), report => report.Result?.Result.Outcome == Outcome.Failed);
        Assert.Contains(scanned, report => report.Result?.Result.Outcome == Outcome.Delivered);
        Assert.All(probed.Concat(scanned), report => Assert.Equal(message.Id, report.MessageId));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Fails_with_the_fallbacks_code_when_both_fail(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var message = AlimTalk(EverythingFails, new FallbackContent(Channel.Lms, "instead", "title"));

        var (probed, _) = await FollowAsync(install, install.NewAgent(install.Clock), message);

        Assert.Equal((Outcome.Failed, Channel.Lms, "mms"), (probed[^1].Result?.Result.Outcome, probed[^1].FallbackChannel, probed[^1].Result?.Group));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Fails_with_its_own_code_when_no_fallback_was_asked_for(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var message = AlimTalk(OnlyKakaoFails, null);

        var (probed, _) = await FollowAsync(install, install.NewAgent(install.Clock), message);

        Assert.Equal((Outcome.Failed, null), (probed[^1].Result?.Result.Outcome, probed[^1].FallbackChannel));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Waits_a_while_and_then_fails_when_the_fallback_never_comes(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var message = AlimTalk(OnlyKakaoFails, new FallbackContent(Channel.Sms, "instead", null));
        await FollowAsync(install, install.NewAgent(install.Clock), message, steps: 2);
        await RemoveFallbackAsync(install, message);

        var soon = Assert.Single(await install.ProbeAsync(message));
        install.Clock.Advance(1200);
        var later = Assert.Single(await install.ProbeAsync(message));

        Assert.Equal((RowProgress.Taken, Outcome.Failed), (soon.Progress, later.Result?.Result.Outcome));
    }

    [Theory, MemberData(nameof(Matrix.Databases), MemberType = typeof(Matrix))]
    public async Task Has_one_report_when_the_agent_copies_our_column_to_the_fallback(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Kshot, kind);
        var agent = new KshotAgent(
            Agents.Database(install.Database),
            new KshotAgentOptions { AcceptDelay = TimeSpan.Zero, ResultDelay = TimeSpan.Zero, MigrateInterval = TimeSpan.Zero, FallbackCopiesEtc = true },
            install.Clock,
            new Random(1));

        var (probed, _) = await FollowAsync(install, agent, AlimTalk(OnlyKakaoFails, new FallbackContent(Channel.Sms, "instead", null)));

        Assert.Equal((Outcome.Delivered, Channel.Sms), (probed[^1].Result?.Result.Outcome, probed[^1].FallbackChannel));
    }

    [Theory, MemberData(nameof(Matrix.Databases), MemberType = typeof(Matrix))]
    public async Task Counts_the_second_fallback_when_the_first_fails(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Bizppurio, kind);
        var endings = new Dictionary<string, string> { ["alimtalk/9907"] = "failed", ["sms/9907"] = "failed" };
        var agent = new BizppurioAgent(
            Agents.Database(install.Database),
            new BizppurioAgentOptions
            {
                AcceptDelay = TimeSpan.Zero,
                ResultDelay = TimeSpan.Zero,
                MoveInterval = TimeSpan.Zero,
                SecondFallback = true,
                Outcomes = new OutcomeOptions { Endings = endings },
            },
            install.Clock,
            new Random(1));

        var (probed, _) = await FollowAsync(install, agent, AlimTalk(EverythingFails, new FallbackContent(Channel.Sms, "instead", null)));

        Assert.Equal((Outcome.Delivered, Channel.Lms), (probed[^1].Result?.Result.Outcome, probed[^1].FallbackChannel));
    }

    private static OutgoingMessage AlimTalk(string to, FallbackContent? fallback) => Install.Message() with
    {
        Channel = Channel.AlimTalk,
        To = to,
        Kakao = new KakaoContent { SenderKey = "sender-key", TemplateCode = "template" },
        Fallback = fallback,
    };

    /// <summary>Looks after every step of the agent.</summary>
    private static async Task<(List<VendorReport> Probed, List<VendorReport> Scanned)> FollowAsync(Install install, IAgent agent, OutgoingMessage message, int steps = 12)
    {
        await install.HandOverAsync(message);
        var queuedAt = install.Clock.GetUtcNow();
        var probed = new List<VendorReport>();
        var scanned = new List<VendorReport>();
        for (var i = 0; i < steps; i++)
        {
            install.Clock.Advance(1);
            await agent.StepAsync(CancellationToken.None);
            probed.Add(Assert.Single(await install.ProbeAsync(message, queuedAt)));
            scanned.AddRange((await install.ScanAsync()).SelectMany(page => page.Reports));
        }

        return (probed, scanned);
    }

    /// <summary>As if the agent had never made it; a row that waits for it would wait for ever, so it is finished as well.</summary>
    private static async Task RemoveFallbackAsync(Install install, OutgoingMessage message)
    {
        if (install is BizppurioInstall)
        {
            await install.Database.ExecuteAsync("DELETE FROM BIZ_MSG WHERE CMID <> @p0", message.Id.ToString("N"));
            await install.Database.ExecuteAsync("UPDATE BIZ_MSG SET STATUS = 2");
            return;
        }

        await install.Database.ExecuteAsync("DELETE FROM agent_msgqueue WHERE AFTALK_REPLACE_ID IS NOT NULL");
        await install.Database.ExecuteAsync("DELETE FROM agent_msgresult WHERE AFTALK_REPLACE_ID IS NOT NULL");
    }
}
