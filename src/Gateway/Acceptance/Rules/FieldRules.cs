using Gateway.Acceptance.Requests;
using Gateway.Messages;
using Gateway.Vendors;

namespace Gateway.Acceptance.Rules;

/// <summary>Rules of a content that do not depend on the recipient.</summary>
internal static class FieldRules
{
    /// <summary>What the contract says of a billing id, also where the vendor has none.</summary>
    private const int BillingIdBytes = 20;

    private const int MostRetries = 9;
    private const int ServerFileBytes = 250;

    /// <summary>They separate several files in ATTACH_FILE, and recipients in DEST_INFO.</summary>
    private const string ForbiddenInServerFile = ";|^";

    public static void Check(ContentCheck check)
    {
        var (content, details, onTooLong) = (check.Content, check.Details, check.Asked?.OnTooLong);
        check.Required(content.Text ?? (NeedsText(check) ? null : "-"), "/text", "Give the text.");
        var subject = content.Subject is not null && check.Carries.LabelBytes is null;
        check.RefuseByChannel(subject && check.Channel is Channel.Sms or Channel.Voice, "/subject", "This channel has no subject.");
        check.RefuseByChannel(onTooLong is not null && check.Channel != Channel.Sms, "/onTooLong", "Only an SMS can be upgraded.");
        check.RefuseByVendor(onTooLong == OnTooLong.Upgrade && check.Channel == Channel.Sms && !check.Vendor.Channels.Contains(Channel.Lms), "/onTooLong", "does not carry lms.");
        check.RefuseByChannel(details.Kakao is not null && check.Channel is not (Channel.AlimTalk or Channel.FriendTalk), "/kakao", "Only alimtalk and friendtalk have it.");
        check.RefuseByChannel(check.AskedFallback is not null && check.Channel is not (Channel.AlimTalk or Channel.FriendTalk), "/fallback", "Only alimtalk and friendtalk have one of the vendor; say by: gateway.");
        check.RefuseByChannel(details.Voice is not null && check.Channel != Channel.Voice, "/voice", "Only voice has it.");
        check.RefuseByChannel(details.Fax is not null && check.Channel != Channel.Fax, "/fax", "Only fax has it.");
        CheckBilling(check);
        FileRules.Check(check);
        switch (check.Channel)
        {
            case Channel.AlimTalk or Channel.FriendTalk:
                KakaoRules.Check(check);
                break;
            case Channel.Voice:
                CheckVoice(check);
                break;
            case Channel.Fax:
                CheckFax(check);
                break;
            case Channel.Sms or Channel.Lms or Channel.Mms:
                break;
        }
    }

    /// <summary>A fax is its documents, a call may be a file.</summary>
    public static bool NeedsText(ContentCheck check) => check.Channel switch
    {
        Channel.Fax => false,
        Channel.Voice => !IsFile(check.Details),
        Channel.Sms or Channel.Lms or Channel.Mms or Channel.AlimTalk or Channel.FriendTalk => true,
    };

    /// <summary>A call that plays something instead of reading a text.</summary>
    private static bool IsFile(MessageDetails details) =>
        details.Attachments is not null || details.Scenario is not null || details.Voice is { ServerFile: not null };

    private static void CheckBilling(ContentCheck check)
    {
        var content = check.Content;
        check.RefuseByVendor(content.BillingId is not null && check.Carries.BillingIdBytes is null, "/billingId", "has no billing id.");
        check.Plain(content.BillingId, check.Carries.BillingIdBytes ?? BillingIdBytes, "/billingId");
        if (content.SubId is { } subId)
        {
            CheckSubId(check, subId);
        }
    }

    private static void CheckSubId(ContentCheck check, string subId)
    {
        if (check.Carries.SubIdBytes is not { } most)
        {
            check.RefuseByVendor(given: true, "/subId", "has no sub-accounts.");
            return;
        }

        if (check.Carries.SubIdNeeds is { } setting)
        {
            check.RefuseByVendor(given: true, "/subId", $"has no column for it: set Vendors:{check.Vendor.Name}:{check.Protocol.Section}:{setting}.");
        }

        var (letters, column) = check.Carries.SubIdForbidden;
        if (subId.AsSpan().ContainsAny(letters))
        {
            check.Fault("/subId", "invalid_sub_id", $"None of {letters} ({column}).");
        }

        check.Plain(subId, most, "/subId");
    }

    private static void CheckVoice(ContentCheck check)
    {
        check.RefuseByVendor(check.Content.Text is not null && !check.Carries.TextBesideSound && IsFile(check.Details), "/text", "reads no text in a call that plays a file.");
        if (check.Details.Voice is not { } voice)
        {
            return;
        }

        CheckServerFile(check, voice.ServerFile, "/voice/serverFile");
        check.RefuseByVendor(voice.ServerFile is not null && !check.Carries.ServerFiles, "/voice/serverFile", "takes no files of its own server.");
        var files = new[] { check.Details.Attachments is not null, check.Details.Scenario is not null, voice.ServerFile is not null };
        check.RefuseByVendor(files.Count(given => given) > 1 && check.Carries.OneSound, "/voice", "plays one thing: attachments, a scenario or a file of its server.");

        if (voice.Retries is < 0 or > MostRetries)
        {
            check.Fault("/voice/retries", "out_of_range", $"0 to {MostRetries}.");
        }

        check.RefuseByVendor(voice.Retries is not null && !check.Carries.VoiceRetries, "/voice/retries", "has no column for it.");
        check.RefuseByVendor(voice.SmsOnFailure && !check.Carries.SmsOnFailure, "/voice/smsOnFailure", "has no column for it.");
        if (voice.SmsOnFailure && !NeedsText(check))
        {
            check.Required(check.Content.Text, "/text", "Give the text that is sent when the call fails.");
        }
    }

    private static void CheckServerFile(ContentCheck check, string? path, string pointer)
    {
        check.Plain(path, ServerFileBytes, pointer);
        if (path is not null && (path.Length == 0 || path.AsSpan().ContainsAny(ForbiddenInServerFile)))
        {
            check.Fault(pointer, "invalid_path", $"The path of one file, without {ForbiddenInServerFile}.");
        }
        else if (path?.Split('/', '\\').Contains("..") == true)
        {
            // The agent would open it with its own rights, wherever it leads.
            check.Fault(pointer, "invalid_path", "A path without '..'.");
        }
    }

    private static void CheckFax(ContentCheck check)
    {
        var fax = check.Details.Fax ?? new FaxContent();
        CheckServerFile(check, fax.ServerFile, "/fax/serverFile");
        check.RefuseByVendor(fax.ServerFile is not null && !check.Carries.ServerFiles, "/fax/serverFile", "takes no documents of its own server.");
        check.RefuseByVendor(check.Content.Text is not null && !check.Carries.FaxText, "/text", "has no place for a text in a fax.");
        check.RefuseByVendor(fax.CoverPage && !check.Carries.CoverPage, "/fax/coverPage", "has no cover page.");
        check.RefuseByVendor(fax.Retries is not null && !check.Carries.FaxRetries, "/fax/retries", "has no column for it.");
        if (fax.Retries is < 0 or > MostRetries)
        {
            check.Fault("/fax/retries", "out_of_range", $"0 to {MostRetries}.");
        }
    }
}
