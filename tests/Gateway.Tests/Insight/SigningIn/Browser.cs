using System.Net;
using System.Text.RegularExpressions;
using Gateway.Tests.Support;

namespace Gateway.Tests.Insight.SigningIn;

/// <summary>What a browser does with the console: keeps cookies, sends forms, follows nothing, so that each answer is seen.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly HttpClient _client;

    public Browser(Uri address, string language = "en")
    {
        _client = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
        _client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        _client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
    }

    public CookieContainer Cookies { get; } = new();

    public Uri Address => _client.BaseAddress!; // Given to the constructor.

    public void Dispose() => _client.Dispose();

    public Task<Answer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Opens the sign-in page and sends its form.</summary>
    public async Task<Answer> SignInAsync(string key, string query = "")
    {
        var page = await GetAsync("/console/sign-in" + query);
        return await PostAsync("/console/sign-in" + query, ("token", Token(page)), ("key", key));
    }

    public Task<Answer> PostAsync(string path, params (string Name, string Value)[] fields) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))) });

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await _client.SendAsync(request);
            var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join("\n", header.Value), StringComparer.OrdinalIgnoreCase);
            return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), headers);
        }
    }

    /// <summary>Takes the cookies of another browser, as one browser that meets another node.</summary>
    public void TakeCookies(Browser other)
    {
        foreach (Cookie cookie in other.Cookies.GetCookies(new Uri(other.Address, "/console/")))
        {
            Cookies.Add(Address, new Cookie(cookie.Name, cookie.Value, "/console"));
        }
    }

    public string Session => Cookies.GetCookies(new Uri(Address, "/console/"))["gateway-console"]?.Value ?? "";

    /// <summary>The field that shows that a form is the gateway's own.</summary>
    public static string Token(Answer page) => TokenField().Match(page.Text).Groups[1].Value;

    /// <summary>Where the console's guard lets this browser: 302 to the sign-in, 403, or (as no page is there) 404 behind it.</summary>
    public async Task<int> StatusOfOperatorPageAsync() => (await GetAsync("/console/a-page-that-no-route-describes")).Status;

    [GeneratedRegex("name=\"token\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}
