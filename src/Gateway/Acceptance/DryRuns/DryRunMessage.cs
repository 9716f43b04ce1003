using System.Text.Json.Serialization;
using Gateway.Acceptance.Texts;
using Gateway.Accounts;
using Gateway.Accounts.Prices;
using Gateway.Messages;
using Gateway.Messages.Contents;
using Gateway.Platform;
using Gateway.Vendors;

namespace Gateway.Acceptance.DryRuns;

/// <summary>A message as it would leave.</summary>
internal sealed record DryRunMessage
{
    /// <summary>The recipient's number, digits only.</summary>
    public required string To { get; init; }

    public required string? Name { get; init; }

    public required string? Reference { get; init; }

    /// <summary>The channel after <c>onTooLong</c>.</summary>
    public required Channel Channel { get; init; }

    /// <summary>It was to be an SMS, and is too long for one.</summary>
    public required bool Upgraded { get; init; }

    /// <summary>
    /// The vendor that would get it; where the routing rules choose, they may choose another one when it is sent.
    /// </summary>
    public required string Vendor { get; init; }

    public required string From { get; init; }

    /// <summary>With its variables and replacements.</summary>
    public required string? Subject { get; init; }

    /// <summary>With its variables and replacements.</summary>
    public required string? Text { get; init; }

    /// <summary>
    /// Bytes of the text as operators count them (CP949, Hangul takes two); null for Kakao, which counts characters.
    /// </summary>
    public required int? Bytes { get; init; }

    /// <summary>Characters of the text (UTF-16 units).</summary>
    public required int Characters { get; init; }

    /// <summary>Of an alimtalk or friendtalk, with buttons and links as they would leave; null for others.</summary>
    public required KakaoRequest? Kakao { get; init; }

    /// <summary>
    /// When it would leave: as scheduled, after quiet hours, or by the pace; null: at once, or when its batch is
    /// released.
    /// </summary>
    public required DateTimeOffset? LeavesAt { get; init; }

    /// <summary>It would wait for the end of the quiet hours.</summary>
    public required bool HeldByQuietHours { get; init; }

    /// <summary>Won without VAT by the account's prices; null: the channel has no price.</summary>
    public required decimal? Price { get; init; }

    /// <summary>What would follow if it failed; null: nothing.</summary>
    public required DryRunFallback? Fallback { get; init; }

    /// <summary>Only with <c>onUnmappable: replace</c>: which letters were replaced; absent when none was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Replacement>? Replacements { get; init; }

    public static DryRunMessage Of(
        NewMessage message, MessageDetails? details, DryRunFallback? fallback, ChannelPrices? prices) => new()
        {
            To = message.Recipient,
            Name = message.RecipientName,
            Reference = message.Reference,
            Channel = message.Channel,
            Upgraded = message.IsUpgraded,
            Vendor = message.Vendor,
            From = message.Sender,
            Subject = message.Subject,
            Text = message.Body,
            Bytes = BytesOf(message.Channel, message.Body),
            Characters = message.Body?.Length ?? 0,
            Kakao = details?.Kakao is { } kakao ? RequestOfDetails.Kakao(kakao) : null,
            LeavesAt = LeavesAtOf(message),
            HeldByQuietHours = message.HeldUntil is not null,
            Price = PriceOf(message.Channel, prices),
            Fallback = fallback,
            Replacements = message.Replacements,
        };

    public static DateTimeOffset? LeavesAtOf(NewMessage message) =>
        !message.IsHeld && message.DueAt > message.CreatedAt ? message.DueAt : null;

    public static int? BytesOf(Channel channel, string? text) =>
        channel is Channel.AlimTalk or Channel.FriendTalk ? null : KoreanText.Bytes(text);

    public static decimal? PriceOf(Channel channel, ChannelPrices? prices) =>
        prices?.Of(channel) is { } price ? Won.Plain(price) : null;

    /// <summary>Without whole numbers and names, as stored messages are shown to keys that may not see them.</summary>
    public DryRunMessage Masked() => this with
    {
        To = Mask.Number(To),
        Name = Name is null ? null : Mask.Name(Name),
        Subject = Subject is null ? null : Mask.Text(Subject, Name),
        Text = Text is null ? null : Mask.Text(Text, Name),
        Kakao = null,
        Fallback = Fallback is null ? null : Fallback with
        {
            Subject = Fallback.Subject is null ? null : Mask.Text(Fallback.Subject, Name),
            Text = Fallback.Text is null ? null : Mask.Text(Fallback.Text, Name),
        },
    };
}

/// <summary>What would be sent when a message cannot be delivered.</summary>
internal sealed record DryRunFallback
{
    public required Channel Channel { get; init; }

    /// <summary>Who sends it.</summary>
    public required FallbackBy By { get; init; }

    public required string Vendor { get; init; }

    public required string? Subject { get; init; }

    public required string? Text { get; init; }

    /// <summary>Bytes of the text in CP949.</summary>
    public required int? Bytes { get; init; }

    /// <summary>Won without VAT; null: the channel has no price.</summary>
    public required decimal? Price { get; init; }

    /// <summary>The vendor's, the gateway's, or the text of a call that nobody answers; null: none.</summary>
    public static DryRunFallback? Of(NewMessage message, MessageDetails? details, ChannelPrices? prices, bool isTest) =>
        details switch
        {
            { Next: { } next } => Of(
                next.Channel,
                FallbackBy.Gateway,
                isTest ? TestKeys.Vendor : next.Vendor,
                next.Subject,
                next.Text ?? message.Body,
                prices),
            { Fallback: { } vendors } => Of(
                vendors.Channel,
                FallbackBy.Vendor,
                message.Vendor,
                vendors.Channel == Channel.Sms ? vendors.Subject : vendors.Subject ?? message.Subject,
                vendors.Text ?? message.Body,
                prices),
            { Voice.SmsOnFailure: true } =>
                Of(Channel.Sms, FallbackBy.Vendor, message.Vendor, null, message.Body, prices),
            _ => null,
        };

    private static DryRunFallback Of(
        Channel channel, FallbackBy by, string vendor, string? subject, string? text, ChannelPrices? prices) => new()
        {
            Channel = channel,
            By = by,
            Vendor = vendor,
            Subject = subject,
            Text = text,
            Bytes = DryRunMessage.BytesOf(channel, text),
            Price = DryRunMessage.PriceOf(channel, prices),
        };
}
