using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using FluentValidation;
using Gateway.Platform.Bodies;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Architecture;

/// <summary>Every type that is read from a JSON body has one validator, and no body is checked by hand beside it.</summary>
public sealed partial class ValidatorsTests
{
    private static readonly Type[] Types = typeof(RequestValidator<>).Assembly.GetTypes();

    [Fact]
    public void Every_body_has_one_validator()
    {
        var bodies = Read().Distinct().ToList();

        Assert.True(bodies.Count > 5, "The types of bodies are not found any more.");
        Assert.Empty(bodies.Where(body => Validators(body).Count() != 1).Select(body => $"{body.Name}: {string.Join(", ", Validators(body).Select(validator => validator.Name))}"));
    }

    [Fact]
    public void Every_validator_is_for_a_body() =>
        Assert.Empty(Types.Where(type => typeof(IValidator).IsAssignableFrom(type) && !type.IsAbstract).Except(Read().SelectMany(Validators)).Select(type => type.Name));

    private static IEnumerable<Type> Validators(Type body) => Types.Where(type => !type.IsAbstract && typeof(IValidator<>).MakeGenericType(body).IsAssignableFrom(type));

    /// <summary>What is named where bodies are read: <c>AccountJson.Strict.KeyRequest</c>.</summary>
    private static IEnumerable<Type> Read()
    {
        var root = Repository.File("src", "Gateway");
        foreach (var path in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Where(path => !Path.GetRelativePath(root, path).StartsWith("obj", StringComparison.Ordinal)))
        {
            foreach (Match match in Reading().Matches(File.ReadAllText(path)))
            {
                yield return BodyOf(match.Groups["type"].Value) ?? throw new InvalidOperationException($"{Path.GetFileName(path)} reads a body of a type that is not seen: {match.Value}");
            }
        }
    }

    private static Type? BodyOf(string named)
    {
        var parts = named.Split('.');
        var holder = Types.SingleOrDefault(type => type.Name == parts[0]);
        foreach (var part in parts.Skip(1))
        {
            holder = holder?.GetProperty(part, BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)?.PropertyType;
        }

        return holder is { IsGenericType: true } && holder.GetGenericTypeDefinition() == typeof(JsonTypeInfo<>) ? holder.GetGenericArguments()[0] : null;
    }

    [GeneratedRegex(@"BodyReader\.(?:ReadAsync|Parse)(?:<[^>]*>)?\([^;]*?(?:,\s*(?<type>\w+Json(?:\.\w+)+)|;)", RegexOptions.Singleline)]
    private static partial Regex Reading();
}
