using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Tests.Support;

/// <summary>A client that begins to send a body of unknown length and whose connection then breaks.</summary>
internal sealed class BrokenUpload : IDisposable
{
    private readonly TcpClient _connection = new();

    public static async Task<BrokenUpload> BeginAsync(Uri gateway, string path, string contentType, string apiKey, string idempotencyKey)
    {
        var upload = new BrokenUpload();
        await upload._connection.ConnectAsync(gateway.Host, gateway.Port);
        await upload.WriteAsync($"POST {path} HTTP/1.1\r\nHost: {gateway.Authority}\r\nAuthorization: Bearer {apiKey}\r\nIdempotency-Key: {idempotencyKey}\r\nContent-Type: {contentType}\r\nTransfer-Encoding: chunked\r\n\r\n");
        return upload;
    }

    public async Task SendAsync(ReadOnlyMemory<byte> part)
    {
        await WriteAsync(part.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
        await _connection.GetStream().WriteAsync(part);
        await WriteAsync("\r\n");
    }

    /// <summary>Ends the body after all; the status of the answer.</summary>
    public async Task<string> EndAsync()
    {
        await WriteAsync("0\r\n\r\n");
        using var reader = new StreamReader(_connection.GetStream(), Encoding.ASCII, leaveOpen: true);
        return (await reader.ReadLineAsync())?.Split(' ')[1] ?? "";
    }

    /// <summary>Without a goodbye, as when a cable is pulled.</summary>
    public void Dispose()
    {
        if (_connection.Connected)
        {
            _connection.Client.Close(0);
        }

        _connection.Dispose();
    }

    private async Task WriteAsync(string text) => await _connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));
}
