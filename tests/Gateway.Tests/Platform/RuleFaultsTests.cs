using FluentValidation;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>Rules of FluentValidation are told as faults of ours.</summary>
public sealed class RuleFaultsTests
{
    [Theory]
    [InlineData("Name", "/name")]
    [InlineData("DefaultSender", "/defaultSender")]
    [InlineData("Channels[0]", "/channels/0")]
    [InlineData("Defaults.To", "/defaults/to")]
    [InlineData("To[12].Phone", "/to/12/phone")]
    [InlineData("Metadata[a/b~c.d]", "/metadata/a~1b~0c.d")]
    [InlineData("Grid[1][2]", "/grid/1/2")]
    [InlineData("/metadata/Key", "/metadata/Key")]
    [InlineData("", "")]
    public void A_property_path_becomes_a_json_pointer(string path, string pointer) => Assert.Equal(pointer, RuleFaults.Pointer(path));

    [Fact]
    public void Every_field_is_told_with_its_first_fault_and_every_entry_with_its_own()
    {
        var faults = new SampleValidator().Faults(new Sample { Name = "", Words = ["a", "no", "no", "no"] });

        Assert.Equal(
            [new Fault("/name", "required", "Give {PropertyName}."), new Fault("/words", "too_many_entries", "At most 3."), new Fault("/words/1", "unknown", "'no' is none."), new Fault("/words/2", "unknown", "'no' is none.")],
            faults);
    }

    [Fact]
    public void A_request_without_faults_has_none() => Assert.Empty(new SampleValidator().Faults(new Sample { Name = "a" }));

    private sealed record Sample
    {
        public string? Name { get; init; }

        public List<string>? Words { get; init; }
    }

    private sealed class SampleValidator : RequestValidator<Sample>
    {
        public SampleValidator()
        {
            RuleFor(sample => sample.Name).Required("Give {PropertyName}.").Must(name => name!.Length > 0).Fault("never", "Only looked at with a name.");
            RuleFor(sample => sample.Words).AtMostEntries(3);
            RuleForFirst(3, sample => sample.Words).Must(word => word != "no").Fault("unknown", word => $"'{word}' is none.");
        }
    }
}
