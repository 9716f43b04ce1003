using Gateway.Vendors;

namespace Gateway.Messages.Content;

/// <summary>Files of a message: whether the channel takes any, how many, which, and whether the vendor has a place to lay them.</summary>
internal static class FileRules
{
    /// <summary>Bizppurio's limit for a picture (codes 9027 and 6670); the others take 300 KB, as checked at upload.</summary>
    private const long BizppurioPictureBytes = 60 * 1024;

    private static readonly Channel[] WithFiles = [Channel.Mms, Channel.Fax, Channel.Voice];

    public static void Check(ContentCheck check)
    {
        var attachments = check.Request.Attachments ?? [];
        if (!WithFiles.Contains(check.Channel))
        {
            check.RefuseByChannel(attachments.Count > 0, "/attachments", "Only mms, fax and voice take files.");
            return;
        }

        var serverFile = check.Channel == Channel.Fax && check.Request.Fax?.ServerFile is not null;
        if (attachments.Count == 0 && check.Channel != Channel.Voice && !serverFile)
        {
            check.Fault("/attachments", "required", $"Name at least one uploaded file for {check.Channel.ToString().ToLowerInvariant()}.");
        }

        check.RefuseByChannel(attachments.Count > 0 && serverFile, "/fax/serverFile", "Either attachments or a document on the vendor's server.");
        var any = attachments.Count > 0 || check.Request.Voice?.Scenario is not null;
        check.RefuseByVendor(any && check.Vendor.Options.Attachments.WriteTo is null, "/attachments", $"has no directory for files: set Vendors:{check.Vendor.Name}:Attachments:WriteTo.");
        var most = VendorQueues.StagingOf(check.Protocol).MostFiles.GetValueOrDefault(check.Channel);
        if (attachments.Count > most)
        {
            check.Fault("/attachments", "too_many_files", $"{attachments.Count} files; {check.Vendor.Name} takes {most} for {check.Channel.ToString().ToLowerInvariant()}.");
        }

        for (var i = 0; i < Math.Min(attachments.Count, most); i++)
        {
            CheckFile(check, attachments[i], $"/attachments/{i}");
        }

        if (check.Request.Voice?.Scenario is { } scenario)
        {
            CheckFile(check, scenario, "/voice/scenario");
        }
    }

    private static void CheckFile(ContentCheck check, Guid id, string pointer)
    {
        var channel = check.Channel.ToString().ToLowerInvariant();
        if (!check.Files.TryGetValue(id, out var file))
        {
            check.Fault(pointer, "unknown_file", "There is no such file, or it has expired. Upload it with POST /v1/files.");
        }
        else if (!file.UsableFor.Contains(channel))
        {
            check.Fault(pointer, "unusable_file", $"{file.Name} ({file.ContentType}) cannot be sent as {channel}; it can as: {string.Join(", ", file.UsableFor)}.");
        }
        else if (check is { Protocol: VendorProtocol.Bizppurio, Channel: Channel.Mms } && file.Size > BizppurioPictureBytes)
        {
            check.Fault(pointer, "file_too_large", $"{file.Size} bytes; {check.Vendor.Name} (bizppurio) takes {BizppurioPictureBytes}.");
        }
    }
}
