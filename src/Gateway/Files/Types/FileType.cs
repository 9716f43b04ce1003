using Gateway.Vendors;

namespace Gateway.Files.Types;

/// <summary>A kind of file that we know by its content.</summary>
/// <param name="Label">What people call it.</param>
/// <param name="ContentType">Unique among the types.</param>
/// <param name="Extension">What the agents go by, at most four letters where their lists allow it.</param>
/// <param name="Channels">Channels whose protocols list the type.</param>
internal sealed record FileType(string Label, string ContentType, string Extension, params Channel[] Channels)
{
    public static readonly FileType Jpeg = new("JPEG picture", "image/jpeg", "jpg", Channel.Mms, Channel.Fax);
    public static readonly FileType Png = new("PNG picture", "image/png", "png", Channel.Fax);
    public static readonly FileType Gif = new("GIF picture", "image/gif", "gif", Channel.Fax);
    public static readonly FileType Bmp = new("BMP picture", "image/bmp", "bmp", Channel.Fax);

    /// <summary>
    /// On no vendor's list, but what phones and messengers save; <c>?convert=true</c> makes a JPEG of it.
    /// </summary>
    public static readonly FileType WebP = new("WebP picture", "image/webp", "webp");

    /// <summary>What iPhones and some other phones save. On no vendor's list, and nothing here decodes them.</summary>
    public static readonly FileType Heic = new("HEIC picture", "image/heic", "heic");

    public static readonly FileType Avif = new("AVIF picture", "image/avif", "avif");

    public static readonly FileType Tiff = new("TIFF picture", "image/tiff", "tif", Channel.Fax);
    public static readonly FileType Pdf = new("PDF document", "application/pdf", "pdf", Channel.Fax);
    public static readonly FileType Doc = new("Word document", "application/msword", "doc", Channel.Fax);
    public static readonly FileType Xls = new("Excel sheet", "application/vnd.ms-excel", "xls", Channel.Fax);
    public static readonly FileType Ppt = new("PowerPoint file", "application/vnd.ms-powerpoint", "ppt", Channel.Fax);
    public static readonly FileType Hwp = new("HWP document", "application/x-hwp", "hwp", Channel.Fax);
    public static readonly FileType Docx = new("Word document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", Channel.Fax);
    public static readonly FileType Xlsx = new("Excel sheet", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", Channel.Fax);
    public static readonly FileType Pptx = new("PowerPoint file", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx", Channel.Fax);

    /// <summary>On no vendor's list.</summary>
    public static readonly FileType Hwpx = new("HWPX document", "application/hwp+zip", "hwpx");

    public static readonly FileType Text = new("text", "text/plain", "txt", Channel.Fax);
    public static readonly FileType Html = new("HTML page", "text/html", "html", Channel.Fax);
    public static readonly FileType Wav = new("WAV sound", "audio/wav", "wav", Channel.Voice);

    /// <summary>A-law samples without any header: known only by name and purpose.</summary>
    public static readonly FileType Pcm = new("PCM sound", "audio/x-alaw-basic", "pcm", Channel.Voice);

    public static readonly FileType Vxml = new("VoiceXML scenario", "application/voicexml+xml", "vxml", Channel.Voice);
    public static readonly FileType Mstg = new("mstg scenario", "application/x-mstg", "mstg", Channel.Voice);

    private static readonly Dictionary<string, FileType> ByContentType =
        new FileType[] { Jpeg, Png, Gif, Bmp, WebP, Heic, Avif, Tiff, Pdf, Doc, Xls, Ppt, Hwp, Docx, Xlsx, Pptx, Hwpx, Text, Html, Wav, Pcm, Vxml, Mstg }
            .ToDictionary(type => type.ContentType, StringComparer.Ordinal);

    /// <summary>The type of a stored file.</summary>
    public static FileType Of(string contentType) => ByContentType[contentType];
}
