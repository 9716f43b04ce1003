using Gateway.Files;
using Gateway.Files.Types;
using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Messages.Content;

/// <summary>Types of files that a protocol lists, where its list is shorter than what the channel takes anywhere (docs/vendors).</summary>
internal static class VendorFiles
{
    private static readonly FileType[] Documents = [FileType.Doc, FileType.Docx, FileType.Xls, FileType.Xlsx, FileType.Ppt, FileType.Pptx, FileType.Hwp, FileType.Pdf, FileType.Html];

    private static readonly FileType[] BizppurioFax = [.. Documents, FileType.Text, FileType.Bmp, FileType.Gif, FileType.Jpeg, FileType.Png];

    private static readonly FileType[] XroshotFax = [.. Documents, FileType.Bmp, FileType.Gif, FileType.Jpeg, FileType.Tiff];

    /// <summary>True when the vendor takes such a file; a scenario is another kind of file than a sound.</summary>
    public static bool Takes(Vendor vendor, Channel channel, bool isScenario, StoredFile file)
    {
        var types = (vendor.Protocol, channel) switch
        {
            (VendorProtocol.Bizppurio, Channel.Fax) => BizppurioFax,

            // The manual's own samples send a .txt, the list of its site has none.
            (VendorProtocol.Xroshot, Channel.Fax) => vendor.Options.Xroshot.TextFax ? [.. XroshotFax, FileType.Text] : XroshotFax,
            (VendorProtocol.Bizppurio, Channel.Voice) => [isScenario ? FileType.Vxml : FileType.Wav],

            // It takes .wav too, and plays silence.
            (VendorProtocol.Xroshot, Channel.Voice) => [isScenario ? FileType.Mstg : FileType.Pcm],
            _ => null,
        };
        return types is null || types.Any(type => type.ContentType == file.ContentType);
    }
}
