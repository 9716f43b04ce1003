using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Gateway.Accounts;
using Microsoft.AspNetCore.Antiforgery;

namespace Gateway.Insight.Console;

/// <summary>Writes the pages of the sign-in: one answer each, no script, nothing loaded, and a policy that allows this very style and no other.</summary>
internal sealed class WriteConsolePage(IAntiforgery antiforgery)
{
    private static readonly string Style = ReadStyle();

    private static readonly string Policy = "default-src 'none'; "
        + $"style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Hangul stands as it is.</summary>
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    public async Task WriteAsync(HttpContext context, ConsolePage page, int status)
    {
        var texts = ConsoleTexts.For(context.Request);

        // A form's token is encrypted with keys from the database, so pages without a form show also while it is away.
        var token = page.Kind == ConsolePageKind.Unavailable ? "" : antiforgery.GetAndStoreTokens(context).RequestToken;
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.ContentLanguage = texts.Language;
        response.Headers.Vary = "Accept-Language, Cookie";
        response.Headers.CacheControl = "no-store";
        if (page.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        var bytes = Encoding.UTF8.GetBytes(Frame(page, texts, Body(page, texts, $"""<input type="hidden" name="{ConsolePage.TokenField}" value="{Html.Encode(token ?? "")}">""", context)));
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }

    private static string Frame(ConsolePage page, ConsoleTexts texts, string body) => $"""
        <!doctype html>
        <html lang="{texts.Language}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%231f5fd0'/%3E%3Cpath d='M8 11h16v11H13l-5 4z' fill='white'/%3E%3C/svg%3E">
        <title>{(page.Fault is null ? "" : "! ")}{Title(page.Kind, texts)} – {texts.Product}</title>
        <style>{Style}</style>
        </head>
        <body>
        <main>
        <p class="product"><svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true"><rect width="32" height="32" rx="8"/><path d="M8 10h16v11H13l-5 4z"/></svg>{texts.Product}</p>
        <div class="card">
        <h1>{Title(page.Kind, texts)}</h1>
        {body}
        </div>
        {(page.Kind == ConsolePageKind.Form ? $"""<p class="note">{texts.Note}</p>""" : "")}
        {Languages(page, texts)}
        </main>
        </body>
        </html>

        """;

    /// <summary>The other language, and back here.</summary>
    private static string Languages(ConsolePage page, ConsoleTexts texts)
    {
        var (language, name) = texts.Language == ConsoleLook.Korean ? (ConsoleLook.English, "English") : (ConsoleLook.Korean, "한국어");
        var path = $"{ConsoleModule.Root}/look?language={language}&{ReturnPath.Parameter}={Uri.EscapeDataString(page.Return ?? ReturnPath.Home)}";
        return $"""<p class="note"><a href="{Html.Encode(path)}" hreflang="{language}" lang="{language}">{name}</a></p>""";
    }

    private static string Title(ConsolePageKind kind, ConsoleTexts texts) => kind switch
    {
        ConsolePageKind.Form => texts.SignIn,
        ConsolePageKind.SignedIn => texts.SignedIn,
        ConsolePageKind.Forbidden => texts.Forbidden,
        ConsolePageKind.Unavailable => texts.Unavailable,
    };

    private static string Body(ConsolePage page, ConsoleTexts texts, string token, HttpContext context) => page.Kind switch
    {
        ConsolePageKind.Form => Form(page, texts, token),
        ConsolePageKind.SignedIn => $"""
            {Who(page.Key!, texts)}
            <p><a class="button" href="{Html.Encode(page.Return ?? ReturnPath.Home)}">{texts.GoOn}</a></p>
            {SignOut(texts, token)}
            """, // The guard has found the key.
        ConsolePageKind.Forbidden => $"""
            <p>{texts.ForbiddenWhy}</p>
            {Who(page.Key!, texts)}
            {SignOut(texts, token)}
            """, // The guard has found the key.
        ConsolePageKind.Unavailable => $"""
            <p>{texts.UnavailableWhy}</p>
            <p><a class="button" href="{Html.Encode(context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent())}">{texts.TryAgain}</a></p>
            """,
    };

    private static string Form(ConsolePage page, ConsoleTexts texts, string token)
    {
        var fault = page.Fault is { } told ? $"""<p class="fault" id="fault" role="alert">{texts.Of(told)}</p>""" : "";
        var describedBy = page.Fault is null ? "hint" : "fault hint";
        return $"""
            <p>{texts.Introduction}</p>
            <form method="post" action="{Html.Encode(ReturnPath.SignIn(page.Return))}">
            {token}
            <label for="key">{texts.Label}</label>
            <input id="key" name="key" type="password" required autofocus autocomplete="current-password" autocapitalize="off" spellcheck="false" maxlength="512" aria-describedby="{describedBy}"{(page.Fault is null ? "" : " aria-invalid=\"true\"")}>
            {fault}
            <p class="hint" id="hint">{texts.Hint}</p>
            <button type="submit">{texts.SignIn}</button>
            </form>
            """;
    }

    private static string Who(KnownKey key, ConsoleTexts texts) => $"""
        <dl>
        <dt>{texts.Account}</dt><dd>{Html.Encode(key.AccountName)}</dd>
        <dt>{texts.Key}</dt><dd>{Html.Encode(key.KeyId?.ToString() ?? "Gateway:AdminKey")}{(key.Test ? $" ({texts.TestKey})" : "")}</dd>
        </dl>
        """;

    private static string SignOut(ConsoleTexts texts, string token) => $"""
        <form method="post" action="{ConsoleModule.Root}/sign-out">
        {token}
        <button type="submit" class="quiet">{texts.SignOut}</button>
        </form>
        """;

    private static string ReadStyle()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Gateway.Insight.Console.console.css")
            ?? throw new InvalidOperationException("console.css is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
