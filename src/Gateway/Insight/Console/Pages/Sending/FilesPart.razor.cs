using Gateway.Files;
using Gateway.Insight.Console.Calls;
using Gateway.Platform.Bodies;
using Gateway.Vendors;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;

namespace Gateway.Insight.Console.Pages.Sending;

/// <summary>Files are uploaded as soon as they are chosen: what no phone shows is told at once.</summary>
public partial class FilesPart
{
    private const long MostBytes = 20L << 20;

    private string? _fault;
    private bool _isBusy;

    private string Label => Draft.Channel switch
    {
        Channel.Mms => Of("이미지", "Images"),
        Channel.Fax => Of("문서", "Documents"),
        _ => Of("음성 파일 (내용 대신)", "Audio file (instead of text)"),
    };

    private string Accepted => Draft.Channel switch
    {
        Channel.Mms => "image/*",
        Channel.Fax => ".jpg,.jpeg,.png,.gif,.bmp,.tif,.tiff,.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.hwp,.txt,.html",
        _ => ".wav,.pcm",
    };

    /// <summary>What goes, before somebody tries.</summary>
    private string Takes => Draft.Channel switch
    {
        Channel.Mms => Of(
            "JPG, PNG, GIF, BMP, WebP, 20MB까지. 휴대폰에 맞게 자동으로 변환합니다.",
            "JPG, PNG, GIF, BMP or WebP, up to 20 MB. Pictures are converted to fit phones."),
        Channel.Fax => Of(
            "PDF, 한글(HWP), Word, Excel, PowerPoint, HTML, JPG, GIF, BMP, 20MB까지. "
                + "PNG, TIF, TXT는 일부 벤더만 보낼 수 있습니다.",
            "PDF, HWP, Word, Excel, PowerPoint, HTML, JPG, GIF or BMP, up to 20 MB. "
                + "Only some vendors take PNG, TIF and TXT."),
        _ => Of(
            "WAV(8비트, 8,000Hz, 모노, 3분까지) 또는 PCM(A-law, 8,000Hz)",
            "WAV (8 bits, 8,000 Hz, mono, up to 3 minutes) or PCM (A-law, 8,000 Hz)"),
    };

    private async Task UploadAsync(InputFileChangeEventArgs chosen)
    {
        (_isBusy, _fault) = (true, null);
        try
        {
            using var content = new StreamContent(chosen.File.OpenReadStream(MostBytes, Gone));
            using var form = new MultipartFormDataContent
            {
                { new StringContent(Draft.Channel.Word()), "channel" },
                { content, "file", chosen.File.Name },
            };
            var path = Draft.Channel == Channel.Mms ? "/v1/files?convert=true" : "/v1/files";
            var answer = await Api.SendAsync(
                new ApiCall("POST", path) { Content = form }, FileJson.Readable.FileView, Gone);
            _fault = answer.Problem?.Errors is { Count: > 0 } faults ? faults[0].Detail : Refusal(answer.Problem);
            if (answer.Value is { } file)
            {
                Draft.Files.Add(file);
            }
        }
        catch (Exception fault) when (fault is IOException or JSException)
        {
            // The browser has taken it away, or it is too great.
            _fault = Of("파일을 읽을 수 없습니다. 20MB까지 올릴 수 있습니다.", "The file cannot be read. The maximum size is 20 MB.");
        }
        finally
        {
            _isBusy = false;
        }

        await TellAsync();
    }

    private Task RemoveAsync(Guid id)
    {
        Draft.Files.RemoveAll(file => file.Id == id);
        return TellAsync();
    }
}
