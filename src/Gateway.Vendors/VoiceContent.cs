namespace Gateway.Vendors;

/// <summary>
/// The voice part of a message. With none of the files the text is read aloud; a sound file is an attachment.
/// </summary>
public sealed record VoiceContent
{
    /// <summary>The name of the staged scenario file.</summary>
    public string? Scenario { get; init; }

    /// <summary>A sound file that lies on the vendor's server already, by its full path.</summary>
    public string? ServerFile { get; init; }

    /// <summary>The recipient answers with a key.</summary>
    public bool AcceptReply { get; init; }

    /// <summary>Calls again when nobody answers; null leaves the vendor's default.</summary>
    public int? Retries { get; init; }

    /// <summary>The vendor sends the text as SMS when the call fails.</summary>
    public bool SmsOnFailure { get; init; }
}

/// <summary>The fax part of a message.</summary>
public sealed record FaxContent
{
    /// <summary>A cover page with the subject and the text.</summary>
    public bool CoverPage { get; init; }

    /// <summary>Calls again when the line is busy; null leaves the vendor's default.</summary>
    public int? Retries { get; init; }

    /// <summary>A document that lies on the vendor's server already, by its full path.</summary>
    public string? ServerFile { get; init; }
}

/// <summary>What the vendor sends when a Kakao message cannot be delivered.</summary>
/// <param name="Channel">SMS, LMS or MMS.</param>
/// <param name="Text">Null: the message's own text.</param>
/// <param name="Subject">Null: the message's own subject.</param>
public sealed record FallbackContent(Channel Channel, string? Text, string? Subject);
