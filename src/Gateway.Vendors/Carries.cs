namespace Gateway.Vendors;

/// <summary>
/// What the rows of a protocol have a place for. The rules of acceptance ask it, so that every field either has a place
/// or is refused: nothing is dropped silently. The defaults are the operators' limits and "no place".
/// </summary>
public sealed record Carries
{
    /// <summary>Messages with the same content that may share a row.</summary>
    public int RowMessages { get; init; } = 1;

    /// <summary>What comes out as it went in, in every text that is no Kakao message.</summary>
    public KoreanCharacters Characters { get; init; } = KoreanCharacters.Cp949;

    /// <summary>The text of an SMS, in bytes.</summary>
    public int SmsBytes { get; init; } = 90;

    /// <summary>The text of an LMS or MMS, in bytes.</summary>
    public int TextBytes { get; init; } = 2000;

    /// <summary>The subject of an LMS, MMS or fax, in bytes.</summary>
    public int SubjectBytes { get; init; } = 64;

    /// <summary>A label of an SMS, a call or a fax that only the sender sees, in bytes; null: it has none.</summary>
    public int? LabelBytes { get; init; }

    /// <summary>What a call reads aloud, or a fax has on its cover, in bytes.</summary>
    public int SpokenBytes { get; init; }

    /// <summary>
    /// A recipient's name, in bytes; null: the row has no place, and the name is for the sender's own eyes.
    /// </summary>
    public int? NameBytes { get; init; }

    /// <summary>Letters that separate recipients in the row, so that no name may hold them.</summary>
    public string NameSeparators { get; init; } = "";

    /// <summary>The sub-account that is billed, in bytes; null: it has none.</summary>
    public int? SubIdBytes { get; init; }

    /// <summary>The setting without which a sub-account has no place; null: it has one.</summary>
    public string? SubIdNeeds { get; init; }

    /// <summary>Letters that a sub-account must not hold, and the column that forbids them.</summary>
    public (string Letters, string Column) SubIdForbidden { get; init; } = ("", "");

    /// <summary>The account that is billed instead of the sender's own, in bytes; null: it has none.</summary>
    public int? BillingIdBytes { get; init; }

    /// <summary>All pictures of a message together, in bytes; null: each alone is measured.</summary>
    public long? PicturesBytes { get; init; }

    /// <summary>A picture, in bytes, where that is less than an upload may have; null: it is not.</summary>
    public long? PictureBytes { get; init; }

    /// <summary>Files of an MMS, where that is less than <see cref="StagingRules.MostFiles"/>; null: it is not.</summary>
    public int? MmsFiles { get; init; }

    /// <summary>Documents of a fax by their extensions; null: all that faxes take anywhere.</summary>
    public IReadOnlyList<string>? FaxFiles { get; init; }

    /// <summary>Sounds of a call by their extensions; null: all that calls take anywhere.</summary>
    public IReadOnlyList<string>? VoiceFiles { get; init; }

    /// <summary>Scenarios of a call by their extensions; null: all that calls take anywhere.</summary>
    public IReadOnlyList<string>? ScenarioFiles { get; init; }

    /// <summary>Files that lie on the vendor's server already, for calls and faxes.</summary>
    public bool ServerFiles { get; init; }

    /// <summary>A call has a text beside the file that it plays.</summary>
    public bool TextBesideSound { get; init; }

    /// <summary>A call plays one thing: an attachment, a scenario or a file of the server.</summary>
    public bool OneSound { get; init; }

    /// <summary>How often a call is tried again.</summary>
    public bool VoiceRetries { get; init; }

    /// <summary>An SMS when the call fails.</summary>
    public bool SmsOnFailure { get; init; }

    /// <summary>A fax has a text.</summary>
    public bool FaxText { get; init; }

    /// <summary>A fax has a cover page.</summary>
    public bool CoverPage { get; init; }

    /// <summary>How often a fax is tried again.</summary>
    public bool FaxRetries { get; init; }

    /// <summary>Kakao messages to numbers outside Korea.</summary>
    public bool NationCodes { get; init; }

    /// <summary>The code of a Kakao template, in bytes, until the column was seen.</summary>
    public int TemplateCodeBytes { get; init; } = 30;

    /// <summary>The types of buttons below a Kakao message, as far as manuals and public sources tell.</summary>
    public IReadOnlyList<string> ButtonTypes { get; init; } = [];

    /// <summary>All buttons as the row has them, in bytes of UTF-8; null: they have no bound of their own.</summary>
    public int? ButtonsBytes { get; init; }

    /// <summary>Buttons and picture of a Kakao message lie in a file beside the row.</summary>
    public bool KakaoInFile { get; init; }

    /// <summary>What the vendor itself can send when a Kakao message cannot be delivered.</summary>
    public IReadOnlyList<Channel> Fallbacks { get; init; } = [];
}
