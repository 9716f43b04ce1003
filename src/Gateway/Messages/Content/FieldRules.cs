using Gateway.Vendors;

namespace Gateway.Messages.Content;

/// <summary>Rules of a request that do not depend on the recipient.</summary>
internal static class FieldRules
{
    /// <summary>bizppurio.md 2: the client module's site shows CINFO as SUB ID and forbids these.</summary>
    private const string ForbiddenInCinfo = "\\/:*?\"<>| .,";

    private const int CinfoLength = 32;
    private const int BillingIdLength = 20;
    private const int MostRetries = 9;
    private const int ServerFileLength = 250;

    public static void Check(ContentCheck check)
    {
        var request = check.Request;
        check.Required(request.Text ?? (NeedsText(check) ? null : "-"), "/text", "Give the text.");
        // Xroshot keeps a label with every row.
        var subject = request.Subject is not null && check.Protocol != VendorProtocol.Xroshot;
        check.RefuseByChannel(subject && check.Channel is Channel.Sms or Channel.Voice, "/subject", "This channel has no subject.");
        check.RefuseByChannel(request.OnTooLong is not null && check.Channel != Channel.Sms, "/onTooLong", "Only an SMS can be upgraded.");
        check.RefuseByVendor(request.OnTooLong == OnTooLong.Upgrade && check.Channel == Channel.Sms && !check.Vendor.Channels.Contains(Channel.Lms), "/onTooLong", "does not carry lms.");
        check.RefuseByChannel(request.Kakao is not null && check.Channel is not (Channel.AlimTalk or Channel.FriendTalk), "/kakao", "Only alimtalk and friendtalk have it.");
        check.RefuseByChannel(request.Fallback is not null && check.Channel is not (Channel.AlimTalk or Channel.FriendTalk), "/fallback", "Only alimtalk and friendtalk have it.");
        check.RefuseByChannel(request.Voice is not null && check.Channel != Channel.Voice, "/voice", "Only voice has it.");
        check.RefuseByChannel(request.Fax is not null && check.Channel != Channel.Fax, "/fax", "Only fax has it.");
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
        Channel.Voice => !IsFile(check.Request),
        Channel.Sms or Channel.Lms or Channel.Mms or Channel.AlimTalk or Channel.FriendTalk => true,
    };

    /// <summary>A call that plays something instead of reading a text.</summary>
    private static bool IsFile(SendMessageRequest request) => request.Attachments is { Count: > 0 } || request.Voice is { Scenario: not null } or { ServerFile: not null };

    private static void CheckBilling(ContentCheck check)
    {
        var request = check.Request;
        check.RefuseByVendor(request.BillingId is not null && check.Protocol != VendorProtocol.Xroshot, "/billingId", "has no billing id.");
        check.TooLong(request.BillingId, BillingIdLength, "/billingId");
        check.RefuseByVendor(
            request.SubId is not null && check.Protocol == VendorProtocol.Kshot && check.Vendor.Options.Kshot.SubIdColumn is null,
            "/subId",
            $"has no column for it: set Vendors:{check.Vendor.Name}:Kshot:SubIdColumn.");
        if (check.Protocol == VendorProtocol.Bizppurio && request.SubId is { } cinfo && (cinfo.Length > CinfoLength || cinfo.AsSpan().ContainsAny(ForbiddenInCinfo)))
        {
            check.Fault("/subId", "invalid_sub_id", $"At most {CinfoLength} characters, none of {ForbiddenInCinfo} (CINFO).");
        }

        check.TooLong(check.Protocol == VendorProtocol.Xroshot ? request.SubId : null, BillingIdLength, "/subId");
    }

    private static void CheckVoice(ContentCheck check)
    {
        // Bizppurio's MSG_BODY is written whatever the call plays; TTS_MSG only goes with a call that is read aloud.
        check.RefuseByVendor(check.Request.Text is not null && check.Protocol == VendorProtocol.Xroshot && IsFile(check.Request), "/text", "reads no text in a call that plays a file.");
        if (check.Request.Voice is not { } voice)
        {
            return;
        }

        check.TooLong(voice.ServerFile, ServerFileLength, "/voice/serverFile");
        check.RefuseByVendor(voice.ServerFile is not null && check.Protocol != VendorProtocol.Xroshot, "/voice/serverFile", "takes no files of its own server.");
        var files = new[] { check.Request.Attachments is { Count: > 0 }, voice.Scenario is not null, voice.ServerFile is not null };
        check.RefuseByVendor(files.Count(given => given) > 1 && check.Protocol == VendorProtocol.Xroshot, "/voice", "plays one thing: attachments, a scenario or a file of its server.");

        if (voice.Retries is < 0 or > MostRetries)
        {
            check.Fault("/voice/retries", "out_of_range", $"0 to {MostRetries}.");
        }

        check.RefuseByVendor(voice.Retries is not null && check.Protocol == VendorProtocol.Xroshot, "/voice/retries", "has no column for it.");
        check.RefuseByVendor(voice.SmsOnFailure == true && check.Protocol == VendorProtocol.Xroshot, "/voice/smsOnFailure", "has no column for it.");
    }

    private static void CheckFax(ContentCheck check)
    {
        var fax = check.Request.Fax ?? new FaxRequest();
        check.TooLong(fax.ServerFile, ServerFileLength, "/fax/serverFile");
        check.RefuseByVendor(fax.ServerFile is not null && check.Protocol != VendorProtocol.Xroshot, "/fax/serverFile", "takes no documents of its own server.");
        check.RefuseByVendor(check.Request.Text is not null && check.Protocol == VendorProtocol.Xroshot, "/text", "has no place for a text in a fax.");
        check.RefuseByVendor(fax.CoverPage == true && check.Protocol != VendorProtocol.Bizppurio, "/fax/coverPage", "has no cover page.");
        check.RefuseByVendor(fax.Retries is not null && check.Protocol != VendorProtocol.Bizppurio, "/fax/retries", "has no column for it.");
        if (fax.Retries is < 0 or > MostRetries)
        {
            check.Fault("/fax/retries", "out_of_range", $"0 to {MostRetries}.");
        }
    }
}
