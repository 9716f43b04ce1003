using Gateway.Vendors.ResultCodes;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>Every channel of every protocol, sent by the simulator's agent, which knows nothing of the adapter.</summary>
public sealed class ChannelTests
{
    public static TheoryData<Protocol, Channel, DatabaseKind> Cases
    {
        get
        {
            var data = new TheoryData<Protocol, Channel, DatabaseKind>();
            foreach (var protocol in Matrix.Protocols)
            {
                foreach (var channel in protocol.Class().Channels)
                {
                    data.Add(protocol, channel, DatabaseKind.MySql);
                    data.Add(protocol, channel, DatabaseKind.PostgreSql);
                }
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Delivers_and_fails_when_the_agent_sends(Protocol protocol, Channel channel, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var agent = install.NewAgent(install.Clock);
        var good = Full(channel) with { To = "01012340001" };
        var bad = Full(channel) with { To = "01012349907" };
        await install.HandOverAsync(good, bad);
        var queuedAt = install.Clock.GetUtcNow();

        for (var i = 0; i < 8; i++)
        {
            install.Clock.Advance(1);
            await agent.StepAsync(CancellationToken.None);
        }

        var reports = await install.Queue.ProbeAsync([new ProbeTarget(good.Id, queuedAt), new ProbeTarget(bad.Id, queuedAt)], CancellationToken.None);
        Assert.Equal(
            new[] { (good.Id, Outcome.Delivered), (bad.Id, Outcome.Failed) }.Order(),
            reports.Select(report => (report.MessageId, report.Result?.Result.Outcome ?? Outcome.Pending)).Order());
        Assert.All(reports, report => Assert.NotNull(report.Result?.Known));
        var delivered = reports.Single(report => report.MessageId == good.Id);
        Assert.Equal((channel == Channel.Fax, delivered.FallbackChannel), (delivered.Pages > 0, null));
    }

    private static OutgoingMessage Full(Channel channel)
    {
        var message = Install.Message() with { Channel = channel, Subject = channel is Channel.Sms or Channel.Voice ? null : "제목" };
        return channel switch
        {
            Channel.Mms => message with { Attachments = ["a.jpg"] },
            Channel.Fax => message with { Attachments = ["a.pdf"] },
            Channel.AlimTalk => message with { Kakao = new KakaoContent { SenderKey = "sender-key", TemplateCode = "template" } },
            Channel.FriendTalk => message with { Kakao = new KakaoContent { SenderKey = "sender-key" } },
            Channel.Sms or Channel.Lms or Channel.Voice => message,
        };
    }
}
