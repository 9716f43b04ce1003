using Gateway.Files.Types;

namespace Gateway.Files.Pictures;

/// <summary>What <c>?convert=true</c> made of a picture.</summary>
internal sealed record Converted
{
    /// <summary>Of the picture that was uploaded.</summary>
    public required string FromContentType { get; init; }

    /// <summary>In bytes.</summary>
    public required long FromSize { get; init; }

    /// <summary>Pixels, as they lay in the file.</summary>
    public required int FromWidth { get; init; }

    /// <summary>Pixels, as they lay in the file.</summary>
    public required int FromHeight { get; init; }

    /// <summary>SHA-256 of the bytes that were uploaded, in hexadecimal digits.</summary>
    public required string FromSha256 { get; init; }

    /// <summary>JPEG's quality, 1 to 100.</summary>
    public required int Quality { get; init; }

    /// <summary>
    /// What is different now: <c>encoding</c> (baseline, 4:2:0), <c>colors</c> (RGB), <c>turned</c> (as its EXIF said),
    /// <c>metadata</c> (EXIF, GPS, profiles and comments are gone), <c>trailing_data</c> (what followed the picture's
    /// end is gone), <c>background</c> (what was transparent is white), <c>first_frame</c> (of a moving picture),
    /// <c>scaled</c> (fewer pixels).
    /// </summary>
    public required IReadOnlyList<string> Changes { get; init; }

    public static Converted From(FileForm form, TempFile temp, FileFacts facts, ConvertOutcome outcome) => new()
    {
        FromContentType = facts.Type.ContentType,
        FromSize = temp.Size,
        FromWidth = outcome.Before.Width,
        FromHeight = outcome.Before.Height,
        FromSha256 = Convert.ToHexStringLower(form.Sha256),
        Quality = outcome.Picture?.Quality ?? 0,
        Changes = outcome.Changes,
    };

    /// <summary>A name that says what it is now.</summary>
    public static string Rename(string name) =>
        Path.GetExtension(name).ToLowerInvariant() is ".png" or ".gif" or ".webp" or ".bmp"
            ? Path.ChangeExtension(name, ".jpg")
            : name;
}
