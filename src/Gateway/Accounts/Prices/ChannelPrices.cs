using Gateway.Platform.OpenApi;
using Gateway.Vendors;

namespace Gateway.Accounts.Prices;

/// <summary>
/// What one message of a channel costs the account: won (원) without VAT, at most four decimals; a channel that is left
/// out has no price. The price at the moment of acceptance counts, and only what is delivered costs.
/// </summary>
[ReadFromBodies]
internal sealed record ChannelPrices
{
    /// <summary>Won for an SMS.</summary>
    public decimal? Sms { get; init; }

    /// <summary>Won for an LMS.</summary>
    public decimal? Lms { get; init; }

    /// <summary>Won for an MMS.</summary>
    public decimal? Mms { get; init; }

    /// <summary>Won for an alimtalk; one that its vendor delivered as a text costs what the text does.</summary>
    public decimal? Alimtalk { get; init; }

    /// <summary>Won for a friendtalk; one that its vendor delivered as a text costs what the text does.</summary>
    public decimal? Friendtalk { get; init; }

    /// <summary>Won for a call, however long.</summary>
    public decimal? Voice { get; init; }

    /// <summary>Won for a fax, however many pages.</summary>
    public decimal? Fax { get; init; }

    /// <summary>As it is stored: by the channels' numbers. Null when no channel has a price.</summary>
    public decimal?[]? ToStored()
    {
        decimal?[] stored =
            [.. Enum.GetValues<Channel>().Select(Of).Select(static price => price is { } won ? Won.Plain(won) : price)];
        return stored.All(price => price is null) ? null : stored;
    }

    public static ChannelPrices? FromStored(decimal?[]? stored) => stored is null ? null : new ChannelPrices
    {
        Sms = Of(stored, Channel.Sms),
        Lms = Of(stored, Channel.Lms),
        Mms = Of(stored, Channel.Mms),
        Alimtalk = Of(stored, Channel.AlimTalk),
        Friendtalk = Of(stored, Channel.FriendTalk),
        Voice = Of(stored, Channel.Voice),
        Fax = Of(stored, Channel.Fax),
    };

    public decimal? Of(Channel channel) => channel switch
    {
        Channel.Sms => Sms,
        Channel.Lms => Lms,
        Channel.Mms => Mms,
        Channel.AlimTalk => Alimtalk,
        Channel.FriendTalk => Friendtalk,
        Channel.Voice => Voice,
        Channel.Fax => Fax,
    };

    /// <summary>What another hand stored may be shorter.</summary>
    private static decimal? Of(decimal?[] stored, Channel channel) =>
        (int)channel < stored.Length ? stored[(int)channel] : null;
}
