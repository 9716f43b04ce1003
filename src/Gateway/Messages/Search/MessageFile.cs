using System.Globalization;
using System.Text;
using System.Text.Json;
using Gateway.Platform;
using Gateway.Platform.Bodies;

namespace Gateway.Messages.Search;

/// <summary>Messages as lines of a CSV file, made for people with a spreadsheet and for programs alike.</summary>
/// <param name="zone">In which times are written, with their offset.</param>
/// <param name="isKorean">The header line is Korean; else it has the names that the fields have in JSON.</param>
internal sealed class MessageFile(TimeZoneInfo zone, bool isKorean)
{
    private const string EndOfLine = "\r\n";

    /// <summary>
    /// The columns in their order. The English names of what a message is sent with are those that an upload knows.
    /// </summary>
    private static readonly (string Name, string Korean, Func<MessageView, string?> Value)[] Texts =
    [
        ("id", "메시지ID", static view => view.Id.ToString()),
        ("batchId", "묶음ID", static view => view.BatchId.ToString()),
        ("reference", "참조번호", static view => view.Reference),
        ("status", "상태", static view => view.Status.Word()),
        ("resultCode", "결과코드", static view => Number(view.Result?.Code)),
        ("resultName", "결과명", static view => view.Result?.Name),
        ("resultDescription", "결과설명(영문)", static view => view.Result?.Description),
        ("resultDescriptionKo", "결과설명", static view => view.Result?.DescriptionKo),
        ("retryable", "재발송가능", static view => Flag(view.Result?.Retryable)),
        ("channel", "채널", static view => view.Channel.Word()),
        ("vendor", "중계사", static view => view.Vendor),
        ("from", "발신번호", static view => view.From),
        ("to", "수신번호", static view => view.To.Phone),
        ("name", "이름", static view => view.To.Name),
        ("subject", "제목", static view => view.Subject),
        ("text", "내용", static view => view.Text),
        ("priority", "우선순위", static view => view.Priority.Word()),
        ("purpose", "용도", static view => view.Purpose.Word()),
    ];

    private static readonly (string Name, string Korean, Func<MessageView, DateTimeOffset?> Value)[] Times =
    [
        ("createdAt", "접수시각", static view => view.CreatedAt),
        ("scheduledAt", "예약시각", static view => view.ScheduledAt),
        ("heldUntil", "야간보류해제시각", static view => view.HeldUntil),
        ("queuedAt", "대기열등록시각", static view => view.QueuedAt),
        ("sentAt", "발송시각", static view => view.SentAt),
        ("completedAt", "완료시각", static view => view.CompletedAt),
        ("expiresAt", "만료시각", static view => view.ExpiresAt),
        ("contentRemovedAt", "내용삭제시각", static view => view.ContentRemovedAt),
    ];

    private static readonly (string Name, string Korean, Func<MessageView, string?> Value)[] More =
    [
        ("vendorCode", "중계사코드", static view => view.Result?.VendorCode),
        ("vendorDescriptionKo", "중계사설명", static view => view.Result?.VendorDescriptionKo),
        ("uncertain", "수신불확실", static view => Flag(view.Result?.Uncertain)),
        ("late", "늦은보고", static view => Flag(view.Result?.Late)),
        ("telecom", "통신사", static view => view.Result?.Telecom),
        ("pages", "팩스장수", static view => Number(view.Result?.Pages)),
        ("seconds", "통화초", static view => Number(view.Result?.Seconds)),
        ("reply", "누른번호", static view => view.Result?.Reply),
        ("fee", "요금", static view => view.Result?.Fee?.ToString(CultureInfo.InvariantCulture)),
        ("fallbackChannel", "대체채널", static view => view.Fallback is { State: FallbackView.Used } fallback ? fallback.Channel.Word() : null),
        ("fallbackBy", "대체발송주체", static view => view.Fallback is { State: FallbackView.Used } fallback ? fallback.By.Word() : null),
        ("fallbackMessageId", "대체메시지ID", static view => view.Fallback?.MessageId?.ToString()),
        ("fallbackOf", "원본메시지ID", static view => view.FallbackOf?.ToString()),
        ("subId", "부계정", static view => view.SubId),
        ("billingId", "과금ID", static view => view.BillingId),
        ("attachments", "첨부파일ID", static view => string.Join(' ', view.Attachments)),
        ("metadata", "메타데이터", static view => Json(view.Metadata)),
        ("damaged", "손상", static view => view.Damaged ? "true" : null),
    ];

    public void AddHeader(StringBuilder line) => line
        .AppendJoin(',', Texts.Select(Title).Concat(Times.Select(Title)).Concat(More.Select(Title)))
        .Append(EndOfLine);

    public void AddRecord(StringBuilder line, MessageView view)
    {
        foreach (var (_, _, value) in Texts)
        {
            line.Append(CsvField.Kept(value(view))).Append(',');
        }

        foreach (var (_, _, value) in Times)
        {
            AddTime(line, value(view));
            line.Append(',');
        }

        foreach (var (_, _, value) in More)
        {
            line.Append(CsvField.Kept(value(view))).Append(',');
        }

        line.Length--;
        line.Append(EndOfLine);
    }

    private string Title<T>((string Name, string Korean, T Value) column) => isKorean ? column.Korean : column.Name;

    private void AddTime(StringBuilder line, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            var local = TimeZoneInfo.ConvertTime(known, zone);
            line.Append(CultureInfo.InvariantCulture, $"{local:yyyy-MM-dd'T'HH:mm:ss.fffzzz}");
        }
    }

    private static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string? Flag(bool? value) => value switch { true => "true", false => "false", null => null };

    private static string? Json(IReadOnlyDictionary<string, string> metadata) =>
        metadata.Count == 0
            ? null
            : JsonSerializer.Serialize(metadata, MessageJson.Strict.IReadOnlyDictionaryStringString);
}
