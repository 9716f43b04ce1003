using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Platform.Bodies;

/// <summary>Enums as one lower-case word (<c>alimtalk</c>), never as a number.</summary>
internal sealed class LowerCaseEnum<T>() : JsonStringEnumConverter<T>(new LowerCase(), allowIntegerValues: false)
    where T : struct, Enum
{
    private sealed class LowerCase : JsonNamingPolicy
    {
        public override string ConvertName(string name) => name.ToLowerInvariant();
    }
}
