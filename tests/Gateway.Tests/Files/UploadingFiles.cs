using System.Security.Cryptography;
using System.Text;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Files;

/// <summary>Uploading, reading and deleting files, as bytes on the wire.</summary>
public sealed class UploadingFiles(SharedGateway gateway)
{
    private const string Boundary = "--------boundary-of-the-test";
    private const string Multipart = $"multipart/form-data; boundary={Boundary}";

    private readonly Api _api = gateway.Ready();

    [Fact]
    public async Task Answers_with_what_the_content_says()
    {
        var picture = Samples.Jpeg(640, 480, 2000);
        var created = await UploadAsync(picture, "사진.jpg");
        var read = await _api.GetAsync($"/v1/files/{created.Json["id"]}");

        Assert.Equal(201, created.Status);
        Assert.Equal(created.Text, read.Text);
        Assert.Equal(["id", "name", "contentType", "size", "sha256", "width", "height", "usableFor", "unusableFor", "converted", "expiresAt"], created.Json.AsObject().Select(member => member.Key));
        Assert.Equal(("사진.jpg", "image/jpeg", 2000), ((string)created.Json["name"]!, (string)created.Json["contentType"]!, (int)created.Json["size"]!));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(picture)), (string)created.Json["sha256"]!);
        Assert.Equal((640, 480), ((int)created.Json["width"]!, (int)created.Json["height"]!));
        Assert.Equal("""["mms","fax"]""", created.Json["usableFor"]!.ToJsonString());
        Assert.EndsWith("Z", (string)created.Json["expiresAt"]!);
    }

    [Theory]
    [InlineData("jpeg 1499x1439x307200", "image/jpeg mms,fax 1499x1439")]
    [InlineData("jpeg 1500x1439", "image/jpeg fax 1500x1439")]
    [InlineData("jpeg 100x100x307201", "image/jpeg fax 100x100")]
    [InlineData("png 20x10", "image/png fax 20x10")]
    [InlineData("gif 20x10", "image/gif fax 20x10")]
    [InlineData("bmp 20x-10", "image/bmp fax 20x10")]
    [InlineData("II*\0....", "image/tiff fax x")]
    [InlineData("MM\0*....", "image/tiff fax x")]
    [InlineData("%PDF-1.7", "application/pdf fax x")]
    [InlineData("ole WordDocument", "application/msword fax x")]
    [InlineData("ole Workbook", "application/vnd.ms-excel fax x")]
    [InlineData("ole PowerPoint Document", "application/vnd.ms-powerpoint fax x")]
    [InlineData("ole FileHeader", "application/x-hwp fax x")]
    [InlineData("zip word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document fax x")]
    [InlineData("zip xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet fax x")]
    [InlineData("zip ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation fax x")]
    [InlineData("wav 8000x8x1", "audio/wav voice x")]
    [InlineData("안녕하세요\\n", "text/plain fax x")]
    [InlineData("korean", "text/plain fax x")]
    [InlineData("<!DOCTYPE html><p>hello", "text/html fax x")]
    [InlineData("<?xml version=\"1.0\"?>\\n<vxml version=\"2.0\">", "application/voicexml+xml voice x")]
    [InlineData("2\\n1|menu|1.pcm\\n2|end|\\n", "application/x-mstg voice x")]
    public async Task Knows_the_type_by_the_content_when_the_name_says_something_else(string sample, string expected)
    {
        var answer = await UploadAsync(Samples.Named(sample), "wrong.exe");

        Assert.Equal(201, answer.Status);
        var channels = string.Join(",", answer.Json["usableFor"]!.AsArray().Select(channel => (string)channel!));
        Assert.Equal(expected, $"{answer.Json["contentType"]} {channels} {answer.Json["width"]}x{answer.Json["height"]}");
    }

    [Theory]
    [InlineData("jpeg 2000x2000", "mms", "Too many pixels for an MMS: 2000×2000, at most 1499×1439. Upload it again with ?convert=true to have it made what every phone shows.")]
    [InlineData("jpeg 100x100x307201", "mms", "Too large for an MMS: 307201 bytes, at most 307200. Upload it again with ?convert=true to have it made what every phone shows.")]
    [InlineData("jpeg 65535x65535", "", "Too many pixels for an MMS: 65535×65535, at most 1499×1439. Too many pixels for a fax: 65535×65535. Upload it again with ?convert=true to have it made what every phone shows.")]
    [InlineData("png 2147483647x2147483647", "", "Too many pixels for a fax: 2147483647×2147483647.")]
    [InlineData("jpeg-without-frame", "", "It begins like a JPEG picture, but its width and height cannot be read.")]
    [InlineData("jpeg 0x100", "", "It begins like a JPEG picture, but its width and height cannot be read.")]
    [InlineData("png 20x10", "mms", "It is a PNG picture (image/png). An MMS takes JPEG pictures. Upload it again with ?convert=true to have it made what every phone shows.")]
    [InlineData("jpeg 10x10", "voice", "It is a JPEG picture (image/jpeg). A call takes wav, pcm (with the part channel=voice) and scenarios (vxml, mstg).")]
    [InlineData("wav 44100x16x2", "", "A voice file must be mono with 8 bits at 8,000 Hz; this one has 2 channel(s) with 16 bits at 44100 Hz.")]
    [InlineData("wav 8000x8x1x181", "", "Too long for a call: 181 s, at most 180.")]
    [InlineData("wav-without-sound", "", "It begins like a WAV sound, but has no format or no sound in it.")]
    [InlineData("empty", "", "The file is empty.")]
    [InlineData("noise", "fax", "Its content is none of the types that agents take. A fax takes jpg, png, gif, bmp, tif, pdf, doc, docx, xls, xlsx, ppt, pptx, hwp, txt and html.")]
    public async Task Gives_the_reason_when_nobody_can_send_it(string sample, string channel, string reason)
    {
        var answer = await UploadAsync(Samples.Named(sample), "file.jpg", channel: channel);

        Assert.Equal((422, "unusable_file", reason), (answer.Status, (string)answer.Json["code"]!, (string)answer.Json["detail"]!));
    }

    [Theory]
    [InlineData("zip Contents/content.hpf")]
    [InlineData("zip evil.exe")]
    [InlineData("ole Nothing")]
    [InlineData("noise")]
    [InlineData("PK\u0003\u0004")]
    public async Task Refuses_what_no_agent_takes(string sample)
    {
        var answer = await UploadAsync(Samples.Named(sample), "file.pdf");

        Assert.Equal((422, "unusable_file"), (answer.Status, (string)answer.Json["code"]!));
    }

    [Fact]
    public async Task Believes_the_name_only_of_headerless_sound_for_a_call()
    {
        var sound = Samples.Named("noise");

        Assert.Equal("audio/x-alaw-basic", (string)(await UploadAsync(sound, "hello.PCM", channel: "voice")).Json["contentType"]!);
        Assert.Equal(422, (await UploadAsync(sound, "hello.pcm")).Status);
        Assert.Equal("text/plain", (string)(await UploadAsync(Samples.Named("2\\n1|a\\n"), "a.mstg", channel: "fax")).Json["contentType"]!);
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\temp\\그림 1.jpg", "그림 1.jpg")]
    [InlineData("..", "file")]
    [InlineData("", "file")]
    [InlineData("a\u202Egpj.exe\u0001", "agpj.exe")]
    public async Task Keeps_the_name_without_folders_and_invisible_letters(string given, string kept) =>
        Assert.Equal(kept, (string)(await UploadAsync(Samples.Text("hello"), given)).Json["name"]!);

    [Fact]
    public async Task Stops_reading_when_a_file_is_too_large()
    {
        var largest = await UploadAsync([.. "%PDF-"u8, .. new byte[(20 * 1024 * 1024) - 5]], "large.pdf");
        var answer = await UploadAsync([.. "%PDF-"u8, .. new byte[(20 * 1024 * 1024) - 4]], "larger.pdf");

        Assert.Equal(201, largest.Status);
        Assert.Equal((413, "body_too_large"), (answer.Status, (string)answer.Json["code"]!));
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(gateway.FilesRoot, "incoming")), file => new FileInfo(file).Length > 20_000_000);
    }

    [Theory]
    [InlineData("application/json", "{}", 415, "unsupported_media_type")]
    [InlineData("multipart/form-data", "", 400, "malformed_body")]
    [InlineData(Multipart, "", 400, "malformed_body")]
    [InlineData(Multipart, "--" + Boundary + "\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nhello", 400, "malformed_body")]
    [InlineData(Multipart, "--" + Boundary + "--\r\n", 422, "validation_failed")]
    [InlineData(Multipart, "--" + Boundary + "\r\nContent-Disposition: form-data; name=\"data\"\r\n\r\nhello\r\n--" + Boundary + "--\r\n", 400, "invalid_request")]
    [InlineData(Multipart, "--" + Boundary + "\r\n\r\nhello\r\n--" + Boundary + "--\r\n", 400, "invalid_request")]
    [InlineData(Multipart, "--" + Boundary + "\r\nContent-Disposition: form-data; name=channel\r\n\r\nsms\r\n--" + Boundary + "--\r\n", 422, "validation_failed")]
    public async Task Refuses_a_body_that_is_no_form_with_a_file(string contentType, string body, int status, string code)
    {
        var answer = await _api.PostAsync("/v1/files", Encoding.UTF8.GetBytes(body), contentType);

        Assert.Equal((status, code), (answer.Status, (string)answer.Json["code"]!));
    }

    [Fact]
    public async Task Stores_once_when_an_upload_is_repeated_with_its_key()
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var first = await UploadAsync(Samples.Text("once"), "a.txt", headers: key);
        var second = await UploadAsync(Samples.Text("once"), "a.txt", headers: key);
        var other = await UploadAsync(Samples.Text("other"), "a.txt", headers: key);
        var renamed = await UploadAsync(Samples.Text("once"), "b.txt", headers: key);

        Assert.Equal((201, 201, 422, 422), (first.Status, second.Status, other.Status, renamed.Status));
        Assert.Equal((first.Text, "true"), (second.Text, second.Headers["Idempotency-Replayed"]));
        Assert.Equal("once", (await _api.GetAsync($"/v1/files/{first.Json["id"]}/content")).Text);
    }

    [Fact]
    public async Task Gives_the_bytes_back_as_a_download()
    {
        var created = await UploadAsync(Samples.Text("<html>안녕"), "안내 1.html");
        var answer = await _api.GetAsync($"/v1/files/{created.Json["id"]}/content");

        Assert.Equal((200, "<html>안녕"), (answer.Status, answer.Text));
        Assert.Equal(("text/html", "nosniff"), (answer.Headers["Content-Type"], answer.Headers["X-Content-Type-Options"]));
        Assert.StartsWith("attachment;", answer.Headers["Content-Disposition"]);
        Assert.Contains("filename*=UTF-8''" + Uri.EscapeDataString("안내 1.html"), answer.Headers["Content-Disposition"]);
    }

    [Theory]
    [InlineData("Range", "bytes=99999999-", 416, "range_not_satisfiable")]
    [InlineData("If-Match", "\"another\"", 412, "precondition_failed")]
    public async Task Tells_why_a_part_of_it_cannot_be_had(string header, string value, int status, string code)
    {
        var created = await UploadAsync(Samples.Text("short"), "short.txt");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/files/{created.Json["id"]}/content");
        request.Headers.Add(header, value);

        var answer = await _api.SendAsync(request);

        Assert.Equal((status, "application/problem+json", code), (answer.Status, answer.Headers["Content-Type"], (string?)answer.Json["code"]));
    }

    [Fact]
    public async Task Forgets_a_deleted_file_and_its_bytes()
    {
        var path = $"/v1/files/{(await UploadAsync(Samples.Text("gone"), "gone.txt")).Json["id"]}";
        var bytes = Directory.GetFiles(gateway.FilesRoot, Guid.Parse(path[^36..]).ToString("N"), SearchOption.AllDirectories);

        Assert.Single(bytes);
        Assert.Equal(204, (await _api.DeleteAsync(path)).Status);
        Assert.Equal((404, 404, 404), ((await _api.GetAsync(path)).Status, (await _api.GetAsync(path + "/content")).Status, (await _api.DeleteAsync(path)).Status));
        Assert.False(File.Exists(bytes[0]));
    }

    [Fact]
    public async Task Keeps_a_file_while_a_message_needs_it()
    {
        var id = (string)(await UploadAsync(Samples.Text("needed"), "a.txt")).Json["id"]!;
        await gateway.State.ExecuteAsync($"UPDATE gateway.files SET last_needed_at = now() + interval '1 hour', expires_at = now() WHERE id = '{id}'");
        var refused = await _api.DeleteAsync($"/v1/files/{id}");
        var content = await _api.GetAsync($"/v1/files/{id}/content");
        await gateway.State.ExecuteAsync($"UPDATE gateway.files SET last_needed_at = now() - interval '1 hour', expires_at = now() + interval '1 hour' WHERE id = '{id}'");

        Assert.Equal((409, "file_in_use", "needed"), (refused.Status, (string)refused.Json["code"]!, content.Text));
        Assert.Equal(204, (await _api.DeleteAsync($"/v1/files/{id}")).Status);
    }

    [Theory]
    [InlineData("account_id = '00000000-0000-7000-8000-00000000000f'")]
    [InlineData("expires_at = now() - interval '1 second'")]
    public async Task Shows_nobody_a_file_of_others_or_of_the_past(string change)
    {
        var id = (string)(await UploadAsync(Samples.Text("foreign"), "a.txt")).Json["id"]!;
        await gateway.State.ExecuteAsync($"UPDATE gateway.files SET {change} WHERE id = '{id}'");
        var path = $"/v1/files/{id}";

        Assert.Equal((404, 404, 404), ((await _api.GetAsync(path)).Status, (await _api.GetAsync(path + "/content")).Status, (await _api.DeleteAsync(path)).Status));
    }

    [Fact]
    public async Task Refuses_an_upload_without_a_key()
    {
        using var stranger = new Api(_api.Address, key: null);

        Assert.Equal(401, (await stranger.PostAsync("/v1/files", [], Multipart)).Status);
    }

    private Task<Answer> UploadAsync(byte[] file, string name, string channel = "", params (string Name, string Value)[] headers)
    {
        var part = channel.Length == 0 ? "" : $"--{Boundary}\r\nContent-Disposition: form-data; name=\"channel\"\r\n\r\n{channel}\r\n";
        var quoted = name.Replace("\\", "\\\\", StringComparison.Ordinal);
        byte[] body =
        [
            .. Encoding.UTF8.GetBytes($"{part}--{Boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{quoted}\"\r\nContent-Type: image/png\r\n\r\n"),
            .. file,
            .. Encoding.UTF8.GetBytes($"\r\n--{Boundary}--\r\n"),
        ];
        return _api.PostAsync("/v1/files", body, Multipart, headers);
    }
}
