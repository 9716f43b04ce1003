namespace Gateway.Insight.Console;

/// <summary>The words of the pages in one language.</summary>
internal sealed record ConsoleTexts
{
    /// <summary>BCP 47.</summary>
    public required string Language { get; init; }

    public required string Product { get; init; }

    public required string SignIn { get; init; }

    public required string SignOut { get; init; }

    public required string Introduction { get; init; }

    public required string Label { get; init; }

    public required string Hint { get; init; }

    public required string Note { get; init; }

    public required string SignedIn { get; init; }

    public required string Account { get; init; }

    public required string Key { get; init; }

    public required string TestKey { get; init; }

    public required string GoOn { get; init; }

    public required string Forbidden { get; init; }

    public required string ForbiddenWhy { get; init; }

    public required string Unavailable { get; init; }

    public required string UnavailableWhy { get; init; }

    public required string TryAgain { get; init; }

    public required string Empty { get; init; }

    public required string Wrong { get; init; }

    public required string Elsewhere { get; init; }

    public required string TooMany { get; init; }

    public required string Stale { get; init; }

    public static ConsoleTexts English { get; } = new()
    {
        Language = "en",
        Product = "Gateway console",
        SignIn = "Sign in",
        SignOut = "Sign out",
        Introduction = "Use an API key of this gateway.",
        Label = "API key",
        Hint = "The console can do what the key allows. Gateway:AdminKey and other admin keys of the built-in account can do everything.",
        Note = "The key stays in this browser for 8 hours, in an encrypted cookie. A revoked key is signed out within 5 seconds.",
        SignedIn = "You are signed in",
        Account = "Account",
        Key = "Key",
        TestKey = "test key",
        GoOn = "Continue",
        Forbidden = "This key may not open this page",
        ForbiddenWhy = "The page is for admin keys of the built-in account. Test keys and keys of other accounts cannot open it. Sign out, then use another key.",
        Unavailable = "The gateway cannot reach its database",
        UnavailableWhy = "It tries again by itself. What was accepted is not lost.",
        TryAgain = "Try again",
        Empty = "Enter a key.",
        Wrong = "This key does not work. It may be mistyped, revoked or expired, or its account may be suspended.",
        Elsewhere = "This key may not be used from your address. An administrator can add it to the key's allowedAddresses.",
        TooMany = "Too many wrong keys came from your address. Wait 10 seconds, then try again.",
        Stale = "This page was too old. Enter the key again.",
    };

    public static ConsoleTexts Korean { get; } = new()
    {
        Language = "ko",
        Product = "게이트웨이 콘솔",
        SignIn = "로그인",
        SignOut = "로그아웃",
        Introduction = "이 게이트웨이의 API 키로 로그인하세요.",
        Label = "API 키",
        Hint = "콘솔에서는 키의 권한만큼 보고 실행할 수 있습니다. 기본 계정의 admin 키(예: Gateway:AdminKey)는 모두 할 수 있습니다.",
        Note = "키는 암호화된 쿠키로 이 브라우저에 8시간 동안 보관됩니다. 폐기된 키는 5초 안에 로그아웃됩니다.",
        SignedIn = "로그인되어 있습니다",
        Account = "계정",
        Key = "키",
        TestKey = "테스트 키",
        GoOn = "계속",
        Forbidden = "이 키로는 이 화면을 열 수 없습니다",
        ForbiddenWhy = "기본 계정의 admin 키로만 열 수 있는 화면입니다. 테스트 키와 다른 계정의 키는 사용할 수 없습니다. 로그아웃한 뒤 다른 키로 로그인하세요.",
        Unavailable = "게이트웨이가 데이터베이스에 연결할 수 없습니다",
        UnavailableWhy = "자동으로 다시 연결합니다. 이미 접수된 메시지는 유실되지 않습니다.",
        TryAgain = "다시 시도",
        Empty = "키를 입력하세요.",
        Wrong = "사용할 수 없는 키입니다. 잘못 입력했거나, 폐기 또는 만료되었거나, 계정이 정지되었을 수 있습니다.",
        Elsewhere = "이 주소에서는 사용할 수 없는 키입니다. 관리자가 키의 allowedAddresses에 주소를 추가할 수 있습니다.",
        TooMany = "이 주소에서 잘못된 키가 너무 많이 입력되었습니다. 10초 뒤에 다시 시도하세요.",
        Stale = "화면이 오래되었습니다. 키를 다시 입력하세요.",
    };

    /// <summary>What the browser likes best of what we have; English when it says nothing.</summary>
    public static ConsoleTexts For(HttpRequest request) => ConsoleLook.Of(request).IsKorean ? Korean : English;

    public string Of(ConsoleFault fault) => fault switch
    {
        ConsoleFault.Empty => Empty,
        ConsoleFault.Wrong => Wrong,
        ConsoleFault.Elsewhere => Elsewhere,
        ConsoleFault.TooMany => TooMany,
        ConsoleFault.Stale => Stale,
    };
}
