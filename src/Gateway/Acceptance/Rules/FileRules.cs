using Gateway.Files;
using Gateway.Files.Types;
using Gateway.Platform.Bodies;
using Gateway.Vendors;

namespace Gateway.Acceptance.Rules;

/// <summary>Files of a message: whether the channel takes any, how many, which, and whether the vendor has a place to lay them.</summary>
internal static class FileRules
{
    private const string Scenario = "/voice/scenario";

    private static readonly Channel[] WithFiles = [Channel.Mms, Channel.Fax, Channel.Voice];

    public static void Check(ContentCheck check)
    {
        var attachments = check.Details.Attachments ?? [];
        if (!WithFiles.Contains(check.Channel))
        {
            check.RefuseByChannel(attachments.Length > 0, "/attachments", "Only mms, fax and voice take files.");
            return;
        }

        var serverFile = check.Channel == Channel.Fax && check.Details.Fax?.ServerFile is not null;
        if (attachments.Length == 0 && check.Channel != Channel.Voice && !serverFile)
        {
            check.Fault("/attachments", "required", $"Name at least one uploaded file for {check.Channel.Word()}.");
        }

        check.RefuseByChannel(attachments.Length > 0 && serverFile, "/fax/serverFile", "Either attachments or a document on the vendor's server.");
        var any = attachments.Length > 0 || check.Details.Scenario is not null;
        check.RefuseByVendor(any && check.Vendor.Options.Attachments.WriteTo is null, "/attachments", NoDirectory(check));
        CheckCount(check, check.Channel, attachments.Length, "/attachments");
        for (var i = 0; i < Math.Min(attachments.Length, MostFiles(check, check.Channel)); i++)
        {
            CheckFile(check, check.Channel, attachments[i], $"/attachments/{i}");
        }

        CheckTogether(check, attachments);
        if (check.Details.Scenario is { } scenario)
        {
            CheckFile(check, check.Channel, scenario, Scenario);
        }
    }

    /// <summary>Pictures of an MMS fallback.</summary>
    public static void CheckFallback(ContentCheck check, FallbackContent fallback)
    {
        const string At = "/fallback/attachments";
        var attachments = check.Details.FallbackAttachments ?? [];
        if (fallback.Channel != Channel.Mms)
        {
            check.RefuseByChannel(attachments.Length > 0, At, "Only an mms fallback has pictures.");
            return;
        }

        if (attachments.Length == 0)
        {
            check.Fault(At, "required", "Name at least one uploaded picture for mms.");
        }

        check.RefuseByVendor(attachments.Length > 0 && check.Vendor.Options.Attachments.WriteTo is null, At, NoDirectory(check));
        CheckCount(check, Channel.Mms, attachments.Length, At);
        for (var i = 0; i < Math.Min(attachments.Length, MostFiles(check, Channel.Mms)); i++)
        {
            CheckFile(check, Channel.Mms, attachments[i], $"{At}/{i}");
        }
    }

    /// <summary>Some vendors bound all pictures of a message, the others each of them.</summary>
    private static void CheckTogether(ContentCheck check, IReadOnlyList<Guid> attachments)
    {
        var bytes = attachments.Sum(id => check.Files.TryGetValue(id, out var file) ? file.Size : 0);
        if (check.Channel == Channel.Mms && bytes > check.Carries.PicturesBytes)
        {
            check.Fault("/attachments", "files_too_large", $"{bytes} bytes together; {check.Vendor.Name} ({check.Protocol.Name}) takes {check.Carries.PicturesBytes} for all pictures of a message.");
        }
    }

    private static string NoDirectory(ContentCheck check) => $"has no directory for files: set Vendors:{check.Vendor.Name}:Attachments:WriteTo.";

    private static int MostFiles(ContentCheck check, Channel channel)
    {
        var most = check.Protocol.Staging.MostFiles.GetValueOrDefault(channel);
        return channel == Channel.Mms && check.Carries.MmsFiles < most ? check.Carries.MmsFiles.Value : most;
    }

    private static void CheckCount(ContentCheck check, Channel channel, int count, string pointer)
    {
        var most = MostFiles(check, channel);
        if (count > most)
        {
            check.Fault(pointer, "too_many_files", $"{count} files; {check.Vendor.Name} takes {most} for {channel.Word()}.");
        }
    }

    private static void CheckFile(ContentCheck check, Channel sentAs, Guid id, string pointer)
    {
        var channel = sentAs.Word();
        if (!check.Files.TryGetValue(id, out var file))
        {
            check.Fault(pointer, "unknown_file", "No such file, or it has expired. Upload it with POST /v1/files.");
        }
        else if (!file.UsableFor.Contains(channel))
        {
            check.Fault(pointer, "unusable_file", WhyNot(file, channel));
        }
        else if (VendorFiles.Listed(check.Vendor, sentAs, pointer == Scenario) is { } listed && !VendorFiles.Has(listed, file))
        {
            var takes = listed.Count == 0 ? "none" : string.Join(", ", listed);
            check.Fault(
                pointer,
                "unusable_file",
                $"{check.Vendor.Name} ({check.Protocol.Name}) does not take {file.ContentType} here. It takes: {takes}.");
        }
        else if (sentAs == Channel.Mms && file.Size > check.Carries.PictureBytes)
        {
            check.Fault(pointer, "file_too_large", $"{file.Size} bytes; {check.Vendor.Name} ({check.Protocol.Name}) takes {check.Carries.PictureBytes}.");
        }
    }

    /// <summary>With the reason, which was found when it was uploaded.</summary>
    private static string WhyNot(StoredFile file, string channel)
    {
        var reasons = Usability.Text(file.Reasons().Where(reason => reason.Channel == channel));
        return $"{file.Name} ({file.ContentType}) cannot be sent as {channel}; it can as: {string.Join(", ", file.UsableFor)}.{(reasons.Length > 0 ? $" {reasons}" : "")}";
    }
}
