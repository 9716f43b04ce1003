using Gateway.Acceptance.Batches;
using Gateway.Messages;
using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Insight.Console.Pages;

/// <summary>The contract's words as people say them.</summary>
internal static class Words
{
    public static string Of(this ConsoleLook look, Channel channel) => channel switch
    {
        Channel.Sms => "SMS",
        Channel.Lms => "LMS",
        Channel.Mms => "MMS",
        Channel.AlimTalk => look.Of("알림톡", "AlimTalk"),
        Channel.FriendTalk => look.Of("친구톡", "FriendTalk"),
        Channel.Voice => look.Of("음성", "Voice"),
        Channel.Fax => look.Of("팩스", "Fax"),
    };

    public static string Of(this ConsoleLook look, MessageStatus status) => status switch
    {
        MessageStatus.Scheduled => look.Of("예약", "Scheduled"),
        MessageStatus.Accepted => look.Of("접수", "Accepted"),
        MessageStatus.Queued => look.Of("대기", "Queued"),
        MessageStatus.Sending => look.Of("발송 중", "Sending"),
        MessageStatus.Delivered => look.Of("수신 완료", "Delivered"),
        MessageStatus.Failed => look.Of("실패", "Failed"),
        MessageStatus.Expired => look.Of("시간 초과", "Expired"),
        MessageStatus.Canceled => look.Of("취소", "Canceled"),
    };

    public static string Of(this ConsoleLook look, VendorStatus status) => status switch
    {
        VendorStatus.Up => look.Of("정상", "Up"),
        VendorStatus.Degraded => look.Of("불안정", "Degraded"),
        VendorStatus.Down => look.Of("중단", "Down"),
        VendorStatus.Paused => look.Of("일시 정지", "Paused"),
    };

    public static string Of(this ConsoleLook look, Lane lane) => lane switch
    {
        Lane.High => look.Of("긴급", "High"),
        Lane.Normal => look.Of("일반", "Normal"),
        Lane.Bulk => look.Of("대량", "Bulk"),
    };

    public static string Of(this ConsoleLook look, BatchState state) => state switch
    {
        BatchState.Uploading => look.Of("올리는 중", "Uploading"),
        BatchState.Held => look.Of("보류", "Held"),
        BatchState.Sending => look.Of("발송 중", "Sending"),
        BatchState.Completed => look.Of("완료", "Completed"),
        BatchState.Canceled => look.Of("취소", "Canceled"),
    };

    public static string Of(this ConsoleLook look, FallbackView fallback) => fallback.State switch
    {
        FallbackView.Used => look.Of("발송됨", "sent"),
        FallbackView.Waiting => look.Of("실패하면 발송", "if it fails"),
        _ => look.Of("필요 없음", "not needed"),
    };
}
