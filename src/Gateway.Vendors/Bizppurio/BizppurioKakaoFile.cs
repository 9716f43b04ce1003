using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Vendors.Bizppurio;

/// <summary>
/// The JSON file with a Kakao message's buttons and picture, in EUC-KR as the module reads it
/// (docs/internals/vendors/bizppurio.md).
/// </summary>
internal static class BizppurioKakaoFile
{
    private static readonly Encoding EucKr = CodePagesEncodingProvider.Instance.GetEncoding(51949, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
        ?? throw new InvalidOperationException("This platform has no code page 51949.");

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Null when the message has neither buttons nor a picture.</summary>
    public static byte[]? Of(KakaoContent kakao)
    {
        var content = new Dictionary<string, object>();
        if (kakao.Buttons.Count > 0)
        {
            // Always an array; the manual's combined sample with an object was corrected later.
            content["button"] = kakao.Buttons.Select(button => button.ToFields()).ToArray();
        }

        if (kakao.Image is { } image)
        {
            content["image"] = Fields([("img_url", image.Url), ("img_link", image.Link)]);
        }

        return content.Count == 0 ? null : EucKr.GetBytes(Writable(JsonSerializer.Serialize(content, Json)));
    }

    private static Dictionary<string, string> Fields((string Name, string? Value)[] fields) =>
        fields.Where(field => field.Value is not null).ToDictionary(field => field.Name, field => field.Value ?? "");

    /// <summary>
    /// A character that EUC-KR lacks becomes an escape, which JSON allows in every text: it must not become a question
    /// mark.
    /// </summary>
    private static string Writable(string json)
    {
        var text = new StringBuilder(json.Length);
        foreach (var letter in json)
        {
            if (char.IsAscii(letter) || IsInEucKr(letter))
            {
                text.Append(letter);
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            }
        }

        return text.ToString();
    }

    private static bool IsInEucKr(char letter)
    {
        try
        {
            // CP949's additions have a second byte below 0xA1; EUC-KR proper does not.
            return !char.IsSurrogate(letter) && EucKr.GetBytes([letter]) is [>= 0xA1, >= 0xA1];
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
