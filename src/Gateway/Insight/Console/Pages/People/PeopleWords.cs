using Gateway.Accounts;
using Gateway.Insight.Jobs;

namespace Gateway.Insight.Console.Pages.People;

/// <summary>Words of accounts, senders and jobs.</summary>
internal static class PeopleWords
{
    public static string Of(this ConsoleLook look, AccountStatus status) => status switch
    {
        AccountStatus.Active => look.Of("사용 중", "Active"),
        AccountStatus.Suspended => look.Of("정지", "Suspended"),
    };

    public static string Of(this ConsoleLook look, SenderState state) => state switch
    {
        SenderState.Approved => look.Of("승인", "Approved"),
        SenderState.Pending => look.Of("승인 대기", "Pending approval"),
        SenderState.Blocked => look.Of("차단", "Blocked"),
        SenderState.Expired => look.Of("만료", "Expired"),
    };

    public static string Of(this ConsoleLook look, JobStatus status) => status switch
    {
        JobStatus.Ok => look.Of("정상", "OK"),
        JobStatus.Failing => look.Of("실패", "Failing"),
        JobStatus.Waiting => look.Of("아직 실행 안 함", "Not run yet"),
    };

    /// <summary>What a scope lets a key do.</summary>
    public static string Scope(this ConsoleLook look, string scope) => scope switch
    {
        Accounts.Scope.SendMessages => look.Of("보내기", "send messages"),
        Accounts.Scope.ReadMessages => look.Of("결과와 통계 보기", "see results and statistics"),
        Accounts.Scope.ReadPii => look.Of("번호와 이름을 가리지 않고 보기", "see numbers and names in full"),
        Accounts.Scope.Files => look.Of("파일 올리기", "upload files"),
        Accounts.Scope.Webhooks => look.Of("웹훅과 이벤트", "webhooks and events"),
        Accounts.Scope.Admin => look.Of("키, 발신번호, 템플릿, 수신거부 관리", "manage keys, senders, templates, opt-outs"),
        _ => "",
    };
}
