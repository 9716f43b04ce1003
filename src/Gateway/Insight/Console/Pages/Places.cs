using Gateway.Accounts;
using MudBlazor;

namespace Gateway.Insight.Console.Pages;

/// <summary>A place of the main menu.</summary>
/// <param name="Path">Its address.</param>
/// <param name="Icon">Its picture.</param>
/// <param name="Korean">Its name.</param>
/// <param name="English">Its name in English.</param>
/// <param name="What">What is done there, in both languages.</param>
internal sealed record Place(
    string Path, string Icon, string Korean, string English, (string Korean, string English) What)
{
    /// <summary>Scopes of which it needs one; empty: none.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>It stands in the narrow menu of a phone too; others are reached by "More" there.</summary>
    public bool IsFirst { get; init; }

    /// <summary>All places that a key may open.</summary>
    public static IEnumerable<Place> For(KnownKey key) =>
        All.Where(place => place.Scopes.Count == 0 || place.Scopes.Any(scope => AdmitCaller.Opens(key, scope)));

    private static readonly Place[] All =
    [
        new("./", Icons.Material.Outlined.Insights, "현황", "Overview", ("현재 문제와 오늘의 통계", "Current problems"))
        {
            Scopes = [Scope.ReadMessages],
            IsFirst = true,
        },
        new("messages", Icons.Material.Outlined.Sms, "메시지", "Messages", ("검색과 결과", "Search and results"))
        {
            Scopes = [Scope.ReadMessages],
            IsFirst = true,
        },
        new("send", Icons.Material.Outlined.Send, "보내기", "Send", ("1건부터 1,000건까지", "1 to 1,000 recipients"))
        {
            Scopes = [Scope.SendMessages],
            IsFirst = true,
        },
        new("campaigns", Icons.Material.Outlined.Campaign, "대량 발송", "Campaigns", ("파일로 보내기", "Send from a file"))
        {
            Scopes = [Scope.ReadMessages, Scope.SendMessages],
            IsFirst = true,
        },
        new(
            "templates", Icons.Material.Outlined.Article, "템플릿", "Templates",
            ("변수가 있는 문구", "Texts with variables"))
        {
            Scopes = [Scope.Admin],
        },
        new(
            "statistics", Icons.Material.Outlined.BarChart, "통계", "Statistics",
            ("시간, 채널, 벤더, 코드별", "By time, channel, vendor and code"))
        {
            Scopes = [Scope.ReadMessages],
        },
        new(
            "webhooks", Icons.Material.Outlined.Webhook, "웹훅", "Webhooks",
            ("이벤트를 받을 URL과 전송 내역", "Endpoints and deliveries"))
        {
            Scopes = [Scope.Webhooks],
        },
        new(
            "received", Icons.Material.Outlined.Inbox, "수신함", "Received",
            ("받은 문자와 팩스", "Messages and faxes"))
        {
            Scopes = [Scope.ReadMessages],
        },
        new(
            "result-codes", Icons.Material.Outlined.Rule, "결과 코드", "Result codes",
            ("코드의 뜻과 벤더 코드", "Meaning of codes and vendor codes")),
        new(
            "accounts", Icons.Material.Outlined.Group, "계정과 키", "Accounts",
            ("키, 한도, 단가", "Keys, quotas and prices"))
        {
            Scopes = [Scope.Admin],
        },
        new(
            "senders", Icons.Material.Outlined.Dialpad, "발신번호", "Senders",
            ("등록, 승인, 차단 해제", "Register, approve, unblock"))
        {
            Scopes = [Scope.Admin],
        },
        new(
            "optouts", Icons.Material.Outlined.DoNotDisturbOn, "수신거부", "Opt-outs",
            ("광고를 받지 않는 번호", "Numbers that refuse advertisements"))
        {
            Scopes = [Scope.Admin],
        },
        new(
            "audit", Icons.Material.Outlined.History, "변경 기록", "Audit log",
            ("누가 무엇을 변경했는지", "Who changed what"))
        {
            Scopes = [Scope.Admin],
        },
        new(
            "jobs", Icons.Material.Outlined.Schedule, "작업", "Jobs",
            ("반복 작업과 백그라운드 루프", "Recurring jobs and background loops"))
        {
            Scopes = [Scope.Operator],
        },
    ];
}
