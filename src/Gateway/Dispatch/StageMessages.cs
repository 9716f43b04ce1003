using Gateway.Files;
using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Dispatch;

/// <summary>What came of laying files: messages that are ready for their rows, and those that are not.</summary>
/// <param name="Ready">In the order in which they were claimed.</param>
/// <param name="Hopeless">Their files are gone for good.</param>
/// <param name="Waiting">The directory cannot be used now.</param>
internal sealed record StagedMessages(IReadOnlyList<OutgoingMessage> Ready, IReadOnlyList<Guid> Hopeless, IReadOnlyList<Guid> Waiting);

/// <summary>
/// Lays the files of claimed messages where the agent reads them, before their rows exist: an agent that sees a row at once must find its files complete. A message whose files
/// cannot be laid stops nobody else.
/// </summary>
internal sealed partial class StageMessages(StageFiles files, ILogger<StageMessages> logger)
{
    public async Task<StagedMessages> StageAsync(Vendor vendor, IReadOnlyList<ClaimedMessage> claimed, CancellationToken cancellationToken)
    {
        var ready = new List<OutgoingMessage>(claimed.Count);
        var hopeless = new List<Guid>();
        var waiting = new List<Guid>();
        foreach (var message in claimed)
        {
            try
            {
                ready.Add(await StageAsync(vendor, message, cancellationToken));
            }
            catch (StagingException fault)
            {
                Log.CannotStage(logger, vendor.Name, message.Message.Id, fault.Message);
                (fault.IsPermanent ? hopeless : waiting).Add(message.Message.Id);
            }
        }

        return new StagedMessages(ready, hopeless, waiting);
    }

    private async Task<OutgoingMessage> StageAsync(Vendor vendor, ClaimedMessage claimed, CancellationToken cancellationToken)
    {
        var message = claimed.Message;
        var rules = VendorQueues.StagingOf(vendor.Protocol);
        var (writeTo, agentPath) = (vendor.Options.Attachments.WriteTo ?? "", vendor.Options.Attachments.AgentSees);
        if (claimed.Attachments.Count > 0)
        {
            message = message with { Attachments = await files.StageAsync(vendor.Name, writeTo, agentPath, rules, message.Id, claimed.Attachments, cancellationToken) };
        }

        if (claimed.Scenario is { } scenario)
        {
            var names = await files.StageAsync(vendor.Name, writeTo, agentPath, rules, message.Id, [scenario], cancellationToken);
            message = message with { Voice = (message.Voice ?? new VoiceContent()) with { Scenario = names[0] } };
        }

        if (message.Kakao is { } kakao && VendorQueues.KakaoFileOf(vendor.Protocol, kakao) is { } content)
        {
            var name = await files.StageContentAsync(vendor.Name, writeTo, agentPath, rules, message.Id, content, "json", cancellationToken);
            message = message with { Kakao = kakao with { File = name } };
        }

        return message;
    }

    private static partial class Log
    {
        [LoggerMessage(3006, LogLevel.Warning, "The files of message {MessageId} cannot be laid for {Vendor}: {Fault}")]
        public static partial void CannotStage(ILogger logger, string vendor, Guid messageId, string fault);
    }
}
