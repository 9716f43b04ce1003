using System.Net;

namespace Gateway.Platform.Settings;

/// <summary>Looks at the addresses to listen on. ASP.NET itself would end with a stack trace.</summary>
internal static class CheckAddresses
{
    private const string Form = "Write it like http://127.0.0.1:8080, with a port of 0 to 65535.";

    public static IEnumerable<SettingFault> Find(IConfiguration configuration)
    {
        if (configuration["urls"] is { Length: > 0 } urls
            && urls.Split(';', StringSplitOptions.RemoveEmptyEntries).Any(url => !IsAddress(url)))
        {
            yield return new SettingFault(
                "urls", $"(ASPNETCORE_URLS) has an address that nobody can listen on. {Form}");
        }

        foreach (var endpoint in configuration.GetSection("Kestrel:Endpoints").GetChildren())
        {
            if (endpoint["Url"] is { } url && !IsAddress(url))
            {
                yield return new SettingFault($"{endpoint.Path}:Url", $"is no address to listen on. {Form}");
            }
        }
    }

    private static bool IsAddress(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url.Trim());
            return address.IsUnixPipe || address.IsNamedPipe
                || (address.Port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort && address.Scheme.ToLowerInvariant() is "http" or "https");
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
