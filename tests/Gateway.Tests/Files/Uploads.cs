using System.Text;
using Gateway.Tests.Support;

namespace Gateway.Tests.Files;

/// <summary>Files of a test, up and down.</summary>
internal static class Uploads
{
    private const string Boundary = "--------boundary-of-the-test";

    public static Task<Answer> UploadAsync(this Api api, byte[] file, string name, string channel = "", string query = "", params (string Name, string Value)[] headers)
    {
        var part = channel.Length == 0 ? "" : $"--{Boundary}\r\nContent-Disposition: form-data; name=\"channel\"\r\n\r\n{channel}\r\n";
        byte[] body =
        [
            .. Encoding.UTF8.GetBytes($"{part}--{Boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"),
            .. file,
            .. Encoding.UTF8.GetBytes($"\r\n--{Boundary}--\r\n"),
        ];
        return api.PostAsync($"/v1/files{query}", body, $"multipart/form-data; boundary={Boundary}", headers);
    }

    /// <summary>The bytes that agents would get.</summary>
    public static Task<byte[]> ContentAsync(this SharedGateway gateway, string id) =>
        File.ReadAllBytesAsync(Directory.GetFiles(gateway.FilesRoot, Guid.Parse(id).ToString("N"), SearchOption.AllDirectories).Single());
}
