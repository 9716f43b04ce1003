using System.Globalization;
using System.Text.Json;
using Gateway.Acceptance.Requests;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Batches.Tables;

/// <summary>The message of a line of JSON, read as strictly as a request of its own.</summary>
internal static class LineJson
{
    /// <summary>A field whose value came as text.</summary>
    public static void Write(Utf8JsonWriter writer, string field, string value)
    {
        if (field == "expireHours"
            && int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var hours))
        {
            writer.WriteNumber(field, hours);
        }
        else if (field == "allowDuplicates" && bool.TryParse(value, out var allows))
        {
            writer.WriteBoolean(field, allows); // A spreadsheet writes TRUE and FALSE.
        }
        else
        {
            writer.WriteString(field, value);
        }
    }

    /// <summary>Null when it has faults.</summary>
    public static SendMessageRequest? Parse(ReadOnlyMemory<byte> json, List<Fault> faults)
    {
        var before = faults.Count;
        var body = BodyReader.Parse(json, RequestJson.Request, hashes: false);
        faults.AddRange(body.Faults);
        if (body.Problem is { } problem)
        {
            faults.Add(new Fault("", problem.Code, problem.Detail ?? ""));
        }

        faults.AddRange(RequestBounds.Faults(body.Value, json.Length));
        return faults.Count == before ? body.Value : null;
    }
}
