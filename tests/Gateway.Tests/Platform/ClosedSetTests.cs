using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Messages;
using Gateway.Platform.Bodies;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>A value of a closed set is one exact word, wherever it is read. .NET's own reading of enums takes lists, numbers, blanks and other case, so nothing in the gateway uses it.</summary>
public sealed class ClosedSetTests
{
    /// <summary>They read a table or statements of our own, or write the document.</summary>
    private static readonly string[] MayParse = ["ResultCatalogue.cs", "OpenApiModule.cs", "Sql.cs"];

    public static TheoryData<Type> Enums => [.. new[] { typeof(MessageView).Assembly, typeof(Channel).Assembly }.SelectMany(part => part.GetTypes()).Where(type => type.IsEnum)];

    [Theory]
    [MemberData(nameof(Enums))]
    public void Take_each_word_of_an_enum_and_nothing_that_is_like_it(Type type) =>
        Method(nameof(ReadsOnlyItsWords)).MakeGenericMethod(type).Invoke(null, null);

    [Theory]
    [MemberData(nameof(Enums))]
    public void Take_the_same_words_in_JSON(Type type) => Method(nameof(ReadsOnlyItsWordsInJson)).MakeGenericMethod(type).Invoke(null, null);

    [Fact]
    public void Are_the_only_way_to_read_an_enum()
    {
        string[] others = ["Enum.TryParse", "Enum.Parse", "JsonStringEnumConverter", "Enum.IsDefined"];
        var found = Repository.Sources("src/Gateway", "src/Gateway.Vendors")
            .Where(file => !MayParse.Contains(Path.GetFileName(file)))
            .Where(file => others.Any(File.ReadAllText(file).Contains));

        Assert.Equal("", string.Join(", ", found));
    }

    [Fact]
    public void Have_a_converter_wherever_a_body_or_an_answer_holds_an_enum()
    {
        var missing =
            from context in typeof(MessageView).Assembly.GetTypes()
            where context.IsSubclassOf(typeof(JsonSerializerContext))
            from options in context.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
                .Where(property => property.PropertyType == context && property.Name != "Default")
                .Select(property => ((JsonSerializerContext)property.GetValue(null)!).Options)
            from root in context.GetCustomAttributesData().Where(data => data.AttributeType == typeof(JsonSerializableAttribute)).Select(data => (Type)data.ConstructorArguments[0].Value!)
            from type in EnumsIn(root, [])
            where options.GetConverter(type).GetType().Name is not ("LowerCaseEnum`1" or "EventConverter")
            select $"{context.Name}: {type.Name}";

        Assert.Equal("", string.Join(", ", missing.Distinct()));
    }

    private static void ReadsOnlyItsWords<T>()
        where T : struct, Enum
    {
        var set = ClosedSet.Of<T>();

        Assert.Equal(Enum.GetNames<T>().Select(name => name.ToLowerInvariant()), set.Words);
        Assert.Equal(Enum.GetValues<T>(), set.Words.Select(word => set.Find(word)!.Value));
        Assert.Equal("", string.Join(", ", Alike(set.Words).Where(set.Has)));
        Assert.False(set.Has(null));
        Assert.All(set.Words, word => Assert.Contains(word, set.Expected, StringComparison.Ordinal));
    }

    private static void ReadsOnlyItsWordsInJson<T>()
        where T : struct, Enum
    {
        var options = new JsonSerializerOptions { Converters = { new LowerCaseEnum<T>() } };

        Assert.Equal(Enum.GetValues<T>(), ClosedSet.Of<T>().Words.Select(word => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(word), options)));
        Assert.Equal(ClosedSet.Of<T>().Words, Enum.GetValues<T>().Select(value => JsonSerializer.Serialize(value, options).Trim('"')));
        string[] others = ["0", "1", "-1", "null", "true", "[]", "{}", .. Alike(ClosedSet.Of<T>().Words).Select(text => JsonSerializer.Serialize(text)), JsonSerializer.Serialize(ClosedSet.Of<T>().Words)];
        Assert.All(others, json => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<T>(json, options)));
    }

    private static IEnumerable<string> Alike(IReadOnlyList<string> words) => ["", " ", "0", "1", "-1", "+1", "\0", .. words.SelectMany(word => NotQuite.Words(word, words[^1]))];

    private static IEnumerable<Type> EnumsIn(Type type, HashSet<Type> seen)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (!seen.Add(type) || type == typeof(VendorProtocol)) // Written as its word.
        {
            return [];
        }

        return type.IsEnum ? [type]
            : type.IsArray ? EnumsIn(type.GetElementType()!, seen)
            : type.IsGenericType && type.Namespace!.StartsWith("System", StringComparison.Ordinal) ? type.GetGenericArguments().SelectMany(argument => EnumsIn(argument, seen))
            : type.Namespace!.StartsWith("Gateway", StringComparison.Ordinal) ? type.GetProperties().Where(Written).SelectMany(property => EnumsIn(property.PropertyType, seen))
            : [];
    }

    private static bool Written(PropertyInfo property) => property.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always };

    private static MethodInfo Method(string name) => typeof(ClosedSetTests).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;
}
