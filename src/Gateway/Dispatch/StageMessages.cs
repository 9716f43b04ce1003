using Gateway.Files;
using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Dispatch;

/// <summary>What came of laying files: messages that are ready for their rows, and those that are not.</summary>
/// <param name="Ready">In the order in which they were claimed.</param>
/// <param name="Hopeless">Their files are gone for good.</param>
/// <param name="Waiting">The directory cannot be used now.</param>
/// <param name="Later">There was no time for them in this hand-over.</param>
internal sealed record StagedMessages(
    IReadOnlyList<OutgoingMessage> Ready,
    IReadOnlyList<Guid> Hopeless,
    IReadOnlyList<Guid> Waiting,
    IReadOnlyList<Guid> Later);

/// <summary>
/// Lays the files of claimed messages where the agent reads them, before their rows exist: an agent that sees a row at
/// once must find its files complete. A message whose files cannot be laid stops nobody else.
/// </summary>
internal sealed partial class StageMessages(StageFiles files, ILogger<StageMessages> logger)
{
    public async Task<StagedMessages> StageAsync(
        Vendor vendor, IReadOnlyList<ClaimedMessage> claimed, CancellationToken cancellationToken)
    {
        var needs = claimed.Select(message => FilesOf(vendor, message)).OfType<FilesOfMessage>().ToList();
        if (needs.Count == 0)
        {
            return new StagedMessages([.. claimed.Select(message => message.Message)], [], [], []);
        }

        var place = new StagingPlace(
            vendor.Name,
            vendor.Options.Attachments.WriteTo ?? "",
            vendor.Options.Attachments.AgentSees,
            vendor.Protocol.Staging);
        var outcomes = needs.Zip(await files.StageAsync(place, needs, cancellationToken)).ToDictionary(
            pair => pair.First.MessageId, pair => pair.Second);
        LogFaults(vendor, outcomes);
        return new StagedMessages(
            [.. claimed.Select(message => Named(message, outcomes.GetValueOrDefault(message.Message.Id))).OfType<OutgoingMessage>()],
            Of(StagingKind.Hopeless),
            Of(StagingKind.Waiting),
            Of(StagingKind.NotReached));

        List<Guid> Of(StagingKind kind) => [.. outcomes.Where(outcome => outcome.Value.Kind == kind).Select(outcome => outcome.Key)];
    }

    /// <summary>Null when it needs none.</summary>
    private static FilesOfMessage? FilesOf(Vendor vendor, ClaimedMessage claimed)
    {
        IReadOnlyList<Guid> stored = claimed.Scenario is { } scenario
            ? [.. claimed.Attachments, scenario]
            : claimed.Attachments;
        var made = claimed.Message.Kakao is { } kakao && vendor.Protocol.KakaoFileOf(kakao) is { } content
            ? new MadeFile(content, "json")
            : null;
        return stored.Count == 0 && made is null ? null : new FilesOfMessage(claimed.Message.Id, stored, made);
    }

    /// <summary>The message with the names of its files; null when they do not all lie there.</summary>
    private static OutgoingMessage? Named(ClaimedMessage claimed, StagingOutcome? outcome)
    {
        if (outcome is not { Kind: StagingKind.Laid, Names: var names })
        {
            return outcome is null ? claimed.Message : null;
        }

        var attachments = claimed.Attachments.Count;
        var scenario = claimed.Scenario is null ? null : names[attachments];
        var made = names.Count > attachments + (scenario is null ? 0 : 1) ? names[^1] : null;
        var message = claimed.Message;
        return message with
        {
            Attachments = [.. names.Take(attachments)],
            Voice = scenario is null ? message.Voice : (message.Voice ?? new VoiceContent()) with { Scenario = scenario },
            Kakao = made is null ? message.Kakao : message.Kakao! with { File = made }, // Only Kakao has made files.
        };
    }

    /// <summary>A directory that is away is one fault, however many messages wait for it.</summary>
    private void LogFaults(Vendor vendor, Dictionary<Guid, StagingOutcome> outcomes)
    {
        foreach (var group in outcomes.Where(outcome => outcome.Value.Kind is StagingKind.Hopeless or StagingKind.Waiting).GroupBy(outcome => outcome.Value.Kind))
        {
            var first = group.First();
            Log.CannotStage(logger, group.Count(), vendor.Name, group.Key, first.Key, first.Value.Fault);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3006, LogLevel.Warning, "The files of {Count} messages cannot be laid for {Vendor} ({Kind}). The first is {MessageId}: {Fault}")]
        public static partial void CannotStage(
            ILogger logger,
            int count,
            string vendor,
            StagingKind kind,
            Guid messageId,
            string fault);
    }
}
