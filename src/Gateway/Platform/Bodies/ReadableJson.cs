using System.Text.Encodings.Web;

namespace Gateway.Platform.Bodies;

/// <summary>
/// How texts stand in JSON: Hangul, <c>+</c> and <c>&lt;</c> as they are, not as <c>\u</c> escapes, so that people can
/// read and copy them. What goes out is <c>application/json</c> with <c>nosniff</c>, and never a part of a page.
/// </summary>
internal static class ReadableJson
{
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
}
