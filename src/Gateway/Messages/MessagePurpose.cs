namespace Gateway.Messages;

/// <summary>What a message is for.</summary>
internal enum MessagePurpose : short
{
    /// <summary>What its recipient waits for or must know: sent at any hour.</summary>
    Transactional = 0,

    /// <summary>Advertisement (광고성 정보, 정보통신망법 제50조): held in quiet hours, and refused for numbers that have opted out.</summary>
    Advertisement = 1,
}
