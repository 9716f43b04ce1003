namespace Gateway.Vendors;

/// <summary>What a message is, seen by the person who gets it.</summary>
public enum Channel
{
    /// <summary>Short text, at most 90 CP949 bytes.</summary>
    Sms = 0,

    /// <summary>Long text with a subject, at most 2,000 CP949 bytes.</summary>
    Lms = 1,

    /// <summary>Long text with pictures.</summary>
    Mms = 2,

    /// <summary>Kakao AlimTalk (알림톡): an approved template to anybody with KakaoTalk.</summary>
    AlimTalk = 3,

    /// <summary>Kakao FriendTalk (친구톡): free text to friends of the sender's channel.</summary>
    FriendTalk = 4,

    /// <summary>A telephone call: text to speech, a voice file or a scenario.</summary>
    Voice = 5,

    /// <summary>A fax.</summary>
    Fax = 6,
}
