using System.Globalization;
using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Texts;
using Gateway.Files;
using Gateway.Messages;
using Gateway.Messages.Contents;
using Gateway.Platform.Errors;
using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Acceptance.Rules;

/// <summary>
/// A content against what its channel and its vendor can carry. Every field either has a place in the row or is refused:
/// nothing is dropped silently.
/// </summary>
internal sealed record ContentCheck(
    StoredContent Content, Vendor Vendor, IReadOnlyDictionary<Guid, StoredFile> Files, ICollection<Fault> Faults)
{
    private FittedTexts? _fitted;

    /// <summary>
    /// The request that the content is made of, for what is asked for and not stored; null for a content that was
    /// accepted before, and for a fallback of the gateway.
    /// </summary>
    public SendMessageRequest? Asked { get; init; }

    public Channel Channel => Content.Channel;

    public MessageDetails Details => Content.Details;

    public VendorProtocol Protocol => Vendor.Protocol;

    /// <summary>What the vendor's rows have a place for.</summary>
    public Carries Carries => Vendor.Carries;

    public KoreanCharacters Characters => Carries.Characters;

    /// <summary>Its texts with placeholders.</summary>
    public ContentTemplates Templates => field ??= new ContentTemplates(Content);

    /// <summary>True when the account wants advertisements checked for the marks that the law demands.</summary>
    public bool AdvertisementMarks { get; init; }

    public void Fault(string pointer, string code, string detail) => Faults.Add(new Fault(pointer, code, detail));

    /// <summary>The template that an alimtalk must come from; null: none is registered.</summary>
    public RegisteredAlimTalk? Registered { get; init; }

    /// <summary>True when letters that the vendor lacks are replaced where that is possible.</summary>
    public bool Replaces { get; init; }

    /// <summary>The vendor's fallback as it was asked for.</summary>
    public FallbackRequest? AskedFallback => Asked is { } asked && !asked.FallsBackByGateway() ? asked.Fallback : null;

    /// <summary>A text of the message as the vendor gets it: its letters are replaced if the request says so.</summary>
    public string Fitted(string text) => Replaces ? Fit(text).Text : text;

    /// <summary>A text with its letters replaced, whatever the request says of it.</summary>
    public FittedText Fit(string text) => (_fitted ??= new FittedTexts()).Of(text, Characters);

    /// <summary>Tells which letters of a text the vendor lacks, and what would do.</summary>
    public void Unmappable(string text, string pointer, string who, bool replaceable = true)
    {
        var letters = LettersLacking.Describe(text, Characters, replace: replaceable && Replaces);
        var helps = replaceable && !Replaces && text.EnumerateRunes().Any(letter => Helps(letter));
        var advice = helps ? " Or say onUnmappable: replace." : "";
        Fault(pointer, "unmappable_text", $"{who}: {letters} (places counted in characters from 0).{advice}");

        bool Helps(System.Text.Rune letter) => !KoreanText.Has(letter, Characters) && Replacements.Of(letter) is not null;
    }

    public void Required(string? value, string pointer, string detail)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            Fault(pointer, "required", detail);
        }
    }

    /// <summary>Refuses a field that was given although the vendor's tables have no place for it.</summary>
    public void RefuseByVendor(bool given, string pointer, string why)
    {
        if (given)
        {
            Fault(pointer, "unsupported_by_vendor", $"{Vendor.Name} ({Protocol.Name}) {why}");
        }
    }

    /// <summary>Refuses a field that means nothing for the channel.</summary>
    public void RefuseByChannel(bool given, string pointer, string why)
    {
        if (given)
        {
            Fault(pointer, "unsupported_by_channel", why);
        }
    }

    /// <summary>A word or path that goes into a column as it is: nothing invisible, only characters that the vendor carries, and no more bytes than the column has.</summary>
    public void Plain(string? value, int mostBytes, string pointer)
    {
        if (!Visible(value, pointer) || value is null)
        {
            return;
        }

        var bytes = KoreanText.BytesOrUnmappable(value, Characters);
        if (bytes < 0)
        {
            Unmappable(value, pointer, $"{Vendor.Name} cannot write", replaceable: false);
        }
        else if (bytes > mostBytes)
        {
            Fault(pointer, "too_long", string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes in CP949 (Hangul takes 2); {Vendor.Name} has room for {mostBytes}."));
        }
    }

    /// <summary>False, with a fault, when the value holds control characters: no line break belongs into a key, a link or a path.</summary>
    public bool Visible(string? value, string pointer)
    {
        var hidden = value?.Any(char.IsControl) == true;
        if (hidden)
        {
            Fault(pointer, "invalid_character", "Holds control characters.");
        }

        return !hidden;
    }

    public void TooLong(string? value, int most, string pointer)
    {
        if (value?.Length > most)
        {
            Fault(pointer, "too_long", $"{value.Length} characters; at most {most}.");
        }
    }
}
