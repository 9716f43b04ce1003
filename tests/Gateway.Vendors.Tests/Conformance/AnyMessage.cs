using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>Messages that the rules before the row let through, for one protocol and channel.</summary>
internal static class AnyMessage
{
    // Hangul, Latin, and everything that means something to SQL, JSON or a protocol.
    private const string Alphabet = "가힣똠한글ABCxyz0189 '\"\\;:,.%_@#{}[]()<>?!-+=/\n\t~`$&*^|";

    private static readonly Encoding Cp949 = CodePagesEncodingProvider.Instance.GetEncoding(949) ?? throw new InvalidOperationException("No code page 949.");

    public static Gen<OutgoingMessage> Of(Protocol protocol, Channel channel)
    {
        var files = protocol.Class().Staging.MostFiles.GetValueOrDefault(channel);
        return
            from to in Number()
            from sender in Number()
            from name in Maybe(Text(20, "^|"))
            from subject in Maybe(Text(Math.Min(50, protocol.Class().Carries.SubjectBytes), "\n\t"))
            from text in Text(channel == Channel.Sms ? 90 : 1000, "")
            from attachments in Files(channel is Channel.Mms or Channel.Fax ? 1 : 0, channel is Channel.Mms or Channel.Fax ? files : 0)
            from subId in Maybe(Text(20, "\n\t"))
            from kakao in Kakao(channel)
            from voice in Voice(protocol, channel)
            from fax in Fax(protocol, channel)
            from fallback in protocol.Class().Carries.Fallbacks.Count == 0 ? Gen.Constant<FallbackContent?>(null) : Fallback(protocol, channel)
            select new OutgoingMessage
            {
                Id = Guid.CreateVersion7(),
                Channel = channel,
                To = to,
                From = sender,
                RecipientName = protocol is Protocol.Kshot or Protocol.Emma or Protocol.Lguplus ? null : name?.Trim() is { Length: > 0 } plain ? plain : null,
                Subject = channel is Channel.Sms or Channel.Voice ? null : subject,
                Text = text,
                Attachments = fax?.ServerFile is null ? attachments : [],
                SubId = protocol is Protocol.Kshot or Protocol.Emma or Protocol.Lguplus ? null : subId,
                BillingId = protocol == Protocol.Xroshot ? subId : null,
                Kakao = kakao,
                Voice = voice,
                Fax = fax,
                Fallback = fallback,
            };
    }

    private static Gen<KakaoContent?> Kakao(Channel channel) => channel is not (Channel.AlimTalk or Channel.FriendTalk)
        ? Gen.Constant<KakaoContent?>(null)
        : from key in Text(40, "\n\t")
          from template in Text(30, "\n\t")
          from buttons in Gen.ListOf(Button()).Select(list => list.Take(5).ToArray())
          from ad in Gen.Elements<bool?>(null, true, false)
          from nation in Gen.Elements("82", "81")
          from user in Maybe(Text(30, "\n\t"))
          select (KakaoContent?)new KakaoContent
          {
              SenderKey = key,
              TemplateCode = channel == Channel.AlimTalk ? template : null,
              Buttons = buttons,
              Advertisement = channel == Channel.FriendTalk ? ad : null,
              NationCode = nation,
              UserKey = channel == Channel.FriendTalk ? user : null,
              File = "f.json",
          };

    private static Gen<KakaoButton> Button() =>
        from name in Text(28, "")
        from type in Gen.Elements("WL", "AL", "BK", "MD")
        from url in Maybe(Text(40, ""))
        from pc in Maybe(Text(40, ""))
        from scheme in Maybe(Text(40, ""))
        select new KakaoButton(name, type) { UrlMobile = url, UrlPc = pc, SchemeIos = scheme, SchemeAndroid = pc };

    private static Gen<VoiceContent?> Voice(Protocol protocol, Channel channel) => channel != Channel.Voice
        ? Gen.Constant<VoiceContent?>(null)
        : from scenario in Gen.Elements(null, "s.vxml")
          from server in Gen.Elements(null, "/TCSMSG/default/ars/on server.pcm")
          from reply in Gen.Elements(true, false)
          from sms in Gen.Elements(true, false)
          from retries in Gen.Elements<int?>(null, 0, 3)
          select (VoiceContent?)new VoiceContent
          {
              Scenario = scenario,
              ServerFile = protocol == Protocol.Xroshot && scenario is null ? server : null,
              AcceptReply = reply,
              SmsOnFailure = protocol == Protocol.Bizppurio && sms,
              Retries = protocol == Protocol.Bizppurio ? retries : null,
          };

    private static Gen<FaxContent?> Fax(Protocol protocol, Channel channel) => channel != Channel.Fax || protocol == Protocol.Kshot
        ? Gen.Constant<FaxContent?>(null)
        : from cover in Gen.Elements(true, false)
          from retries in Gen.Elements<int?>(null, 2)
          from server in Gen.Elements(null, "/home/fax/on server.pdf")
          select (FaxContent?)(protocol == Protocol.Xroshot
              ? new FaxContent { ServerFile = server }
              : new FaxContent { CoverPage = cover, Retries = retries });

    private static Gen<FallbackContent?> Fallback(Protocol protocol, Channel channel) => channel is not (Channel.AlimTalk or Channel.FriendTalk)
        ? Gen.Constant<FallbackContent?>(null)
        : from to in Gen.Elements<Channel?>(null, Channel.Sms, Channel.Lms)
          from text in Text(90, "")
          select to is { } fallback ? new FallbackContent(fallback, text, null) : null;

    private static Gen<string> Number() => Gen.Choose(0, 99_999_999).Select(number => "010" + number.ToString("00000000", System.Globalization.CultureInfo.InvariantCulture));

    private static Gen<string[]> Files(int least, int most) =>
        from count in Gen.Choose(least, Math.Max(least, most))
        select Enumerable.Range(0, Math.Min(count, most)).Select(index => $"f{index} 가.jpg").ToArray();

    private static Gen<string?> Maybe(Gen<string> text) => Gen.OneOf(Gen.Constant<string?>(null), text.Select(value => (string?)value));

    /// <summary>At least one character and at most so many CP949 bytes.</summary>
    private static Gen<string> Text(int bytes, string without) => Gen.NonEmptyListOf(Gen.Elements(Alphabet.Except(without))).Select(letters =>
    {
        var length = 0;
        return string.Concat(letters.TakeWhile(letter => (length += Cp949.GetByteCount([letter])) <= bytes));
    }).Select(text => text.Length == 0 ? "가" : text);
}
