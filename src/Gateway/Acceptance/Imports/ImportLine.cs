using System.Collections.Frozen;
using System.Text;
using Gateway.Acceptance.Batches;
using Gateway.Acceptance.Batches.Tables;
using Gateway.Acceptance.Templates;
using Gateway.Messages.Contents;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Vendors;

namespace Gateway.Acceptance.Imports;

/// <summary>Makes a template of a line. What the table has no column for stays as it was.</summary>
internal sealed class ImportLine(ImportColumns columns, Channel? channel, string? senderKey)
{
    private const string ButtonsForm =
        "Buttons are a JSON list, such as "
        + "[{\"name\":\"주문 보기\",\"type\":\"WL\",\"urlMobile\":\"https://m.example.com\"}].";

    private static readonly string TooLong =
        $"A line may have {BoundedText.MaxCharacters} letters. Does a quote open a value and none close it?";

    /// <summary>Words for channels, in any case.</summary>
    private static readonly FrozenDictionary<string, Channel> Channels =
        Enum.GetValues<Channel>().Select(static channel => (channel.ToString(), channel))
            .Concat(
            [
                ("알림톡", Channel.AlimTalk), ("친구톡", Channel.FriendTalk),
                ("문자", Channel.Sms), ("단문", Channel.Sms), ("단문문자", Channel.Sms),
                ("장문", Channel.Lms), ("장문문자", Channel.Lms), ("포토", Channel.Mms), ("포토문자", Channel.Mms),
                ("음성", Channel.Voice), ("팩스", Channel.Fax),
            ])
            .ToFrozenDictionary(
                static pair => pair.Item1, static pair => pair.Item2, StringComparer.OrdinalIgnoreCase);

    /// <summary>Why the line cannot be read at all; null when it can.</summary>
    public Fault? Misfit(UploadLine line) =>
        line.TooLong ? new Fault("", "line_too_long", TooLong)
        : line.Fault is { } fault ? fault
        : line.Values!.Count < columns.Count // A table's.
            || line.Values.Skip(columns.Count).Any(static value => !string.IsNullOrWhiteSpace(value))
            ? new Fault("", "invalid_csv", $"Not {columns.Count} values, as the header line has columns.")
        : null;

    public string? NameOf(UploadLine line) => columns.Of(line.Values!, ImportColumns.Name); // It fits.

    /// <summary>The template that the line says, over the one of the same name.</summary>
    public TemplateFields Fields(UploadLine line, TemplateFields? before, List<Fault> faults)
    {
        var values = line.Values!; // It fits.
        var content = before?.Content ?? new TemplateContent();
        var kakao = KakaoOf(values, content.Kakao, faults);
        return new TemplateFields(
            NameOf(line),
            ChannelOf(values, ImportColumns.Channel, faults)
                ?? before?.Channel ?? channel ?? (kakao?.TemplateCode is null ? null : Channel.AlimTalk),
            content with
            {
                Text = Or(values, ImportColumns.Text, content.Text),
                Subject = Or(values, ImportColumns.Subject, content.Subject),
                Kakao = kakao,
                Fallback = FallbackOf(values, content.Fallback, faults),
            });
    }

    private KakaoRequest? KakaoOf(IReadOnlyList<string> values, KakaoRequest? before, List<Fault> faults)
    {
        var code = Or(values, ImportColumns.TemplateCode, before?.TemplateCode);
        var key = Or(values, ImportColumns.SenderKey, before?.SenderKey);
        var buttons = columns.Has(ImportColumns.Buttons)
            ? ButtonsOf(columns.Of(values, ImportColumns.Buttons), faults)
            : before?.Buttons;
        return code is null && key is null && buttons is null && before is null
            ? null
            : (before ?? new KakaoRequest()) with
            {
                SenderKey = key ?? senderKey,
                TemplateCode = code,
                Buttons = buttons,
            };
    }

    private FallbackRequest? FallbackOf(IReadOnlyList<string> values, FallbackRequest? before, List<Fault> faults)
    {
        string[] fields = [ImportColumns.FallbackChannel, ImportColumns.FallbackText, ImportColumns.FallbackSubject];
        if (!fields.Any(columns.Has))
        {
            return before;
        }

        var instead = columns.Has(ImportColumns.FallbackChannel)
            ? ChannelOf(values, ImportColumns.FallbackChannel, faults)
            : before?.Channel;
        var text = Or(values, ImportColumns.FallbackText, before?.Text);
        var subject = Or(values, ImportColumns.FallbackSubject, before?.Subject);
        return instead is null && text is null && subject is null
            ? null
            : (before ?? new FallbackRequest()) with { Channel = instead, Text = text, Subject = subject };
    }

    private string? Or(IReadOnlyList<string> values, string field, string? before) =>
        columns.Has(field) ? columns.Of(values, field) : before;

    private Channel? ChannelOf(IReadOnlyList<string> values, string field, List<Fault> faults)
    {
        if (columns.Of(values, field)?.Trim() is not { Length: > 0 } word)
        {
            return null;
        }

        if (Channels.TryGetValue(word, out var found))
        {
            return found;
        }

        var words = $"{ClosedSet.Of<Channel>().Expected} Or 알림톡, 친구톡, 문자, 장문, 포토, 음성, 팩스.";
        faults.Add(new Fault("/" + field, "unknown_value", words));
        return null;
    }

    private static List<KakaoButtonRequest>? ButtonsOf(string? cell, List<Fault> faults)
    {
        if (string.IsNullOrWhiteSpace(cell))
        {
            return null;
        }

        var wrong = new List<Fault>();
        var read = LineJson.Parse(Encoding.UTF8.GetBytes($$$"""{"kakao":{"buttons":{{{cell}}}}}"""), wrong);
        faults.AddRange(wrong.Select(static fault =>
            fault.Pointer.Length > 0 ? fault : new Fault("/buttons", "invalid_type", ButtonsForm)));
        return read?.Kakao?.Buttons;
    }
}
