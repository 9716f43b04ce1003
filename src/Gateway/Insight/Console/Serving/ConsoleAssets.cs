using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Gateway.Insight.Console.Serving;

/// <summary>
/// Scripts and styles, embedded in the program: Blazor's, MudBlazor's and the console's own. A browser keeps each for a
/// year, because its address changes with its content.
/// </summary>
internal sealed class ConsoleAssets
{
    private const string Prefix = "console/";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, Lazy<Asset>> _assets = Assembly.GetExecutingAssembly()
        .GetManifestResourceNames()
        .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(static name => name[Prefix.Length..], static name => new Lazy<Asset>(() => Asset.Load(name)));

    /// <summary>The address of a file, relative to the console's root.</summary>
    public string Address(string name) => $"assets/{name}?v={_assets[name].Value.Version}";

    public async Task ServeAsync(HttpContext context, string name)
    {
        if (!_assets.TryGetValue(name, out var found))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var (asset, response) = (found.Value, context.Response);
        response.Headers.CacheControl = context.Request.Query["v"] == asset.Version
            ? "private, max-age=31536000, immutable"
            : "no-cache";
        response.Headers.ETag = asset.Tag;
        response.Headers.Vary = "Accept-Encoding";
        response.ContentType = Types[Path.GetExtension(name)];
        if (context.Request.Headers.IfNoneMatch == asset.Tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var small = context.Request.GetTypedHeaders().AcceptEncoding
            .Any(static coding => coding.Value == "br" && coding.Quality is not 0);
        var bytes = small ? asset.Compressed : asset.Plain;
        if (small)
        {
            response.Headers[HeaderNames.ContentEncoding] = "br";
        }

        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>One file, as it is and for browsers that take Brotli.</summary>
    private sealed record Asset(byte[] Plain, byte[] Compressed, string Version)
    {
        private const int LettersOfVersion = 16;

        public string Tag => $"\"{Version}\"";

        public static Asset Load(string name)
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
                ?? throw new InvalidOperationException($"{name} is not embedded.");
            var plain = new byte[stream.Length];
            stream.ReadExactly(plain);
            using var small = new MemoryStream();
            using (var brotli = new BrotliStream(small, CompressionLevel.Optimal))
            {
                brotli.Write(plain);
            }

            return new Asset(
                plain, small.ToArray(), Convert.ToHexStringLower(SHA256.HashData(plain))[..LettersOfVersion]);
        }
    }
}
