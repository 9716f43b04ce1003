using Gateway.Accounts;

namespace Gateway.Insight.Console;

/// <summary>The pages that need nothing but HTML.</summary>
internal enum ConsolePageKind
{
    /// <summary>Asks for a key.</summary>
    Form,

    /// <summary>Says with which key one is signed in, and offers the way out.</summary>
    SignedIn,

    /// <summary>The key lacks the right.</summary>
    Forbidden,

    /// <summary>The state database is away.</summary>
    Unavailable,
}

/// <summary>Why a form was refused.</summary>
internal enum ConsoleFault
{
    /// <summary>No key was entered.</summary>
    Empty,

    /// <summary>The key is unknown, revoked, expired, or its account suspended.</summary>
    Wrong,

    /// <summary>The key has a list of allowed addresses, and this one is not in it.</summary>
    Elsewhere,

    /// <summary>Too many wrong keys came from this address.</summary>
    TooMany,

    /// <summary>The form is not one that this gateway has shown to this browser of late.</summary>
    Stale,
}

/// <summary>What a page shows.</summary>
internal sealed record ConsolePage(ConsolePageKind Kind)
{
    /// <summary>The form's field that shows that a request comes from a page of ours.</summary>
    public const string TokenField = "token";

    public ConsoleFault? Fault { get; init; }

    /// <summary>The key that one is signed in with.</summary>
    public KnownKey? Key { get; init; }

    /// <summary>Where to go afterwards; null: where the console begins.</summary>
    public string? Return { get; init; }

    public TimeSpan? RetryAfter { get; init; }
}
