using Gateway.Messages;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Architecture.Reference;

/// <summary>The pages of docs/reference say what the product has.</summary>
public sealed class ReferencePages
{
    [Fact]
    public void Have_every_setting() => GeneratedPage.Check("settings.md", SettingsPage.Lines());

    [Fact]
    public void Have_every_problem() => GeneratedPage.Check("problems.md", ProblemsPage.Lines());

    [Fact]
    public void Have_every_event()
    {
        Assert.Equal(
            EventTypes.All.Select(type => type.Name).Order(StringComparer.Ordinal),
            EventsPage.Types.Order(StringComparer.Ordinal));
        GeneratedPage.Check("events.md", EventsPage.Lines());
    }

    [Fact]
    public void Have_every_result_code() => GeneratedPage.Check("result-codes.md", ResultCodesPage.Lines());

    /// <summary>The comment of a setting is what people read: it must say the default that the class has.</summary>
    [Fact]
    public void Say_the_default_of_each_setting_as_its_class_has_it() =>
        Assert.Empty(
            from setting in SettingsPage.Settings
            where setting.Text.Default is null || !Agrees(setting)
            select $"{setting.Path}: \"{setting.Text.Default}\", and the class has {SettingText.Written(setting.Standard)}");

    [Fact]
    public void Say_the_range_of_each_setting_as_its_class_has_it() =>
        Assert.Empty(
            from setting in SettingsPage.Settings
            where setting.Range is not null && setting.Text.Range != setting.Range
            select $"{setting.Path}: \"{setting.Text.Range}\", and the class has {setting.Range}");

    [Fact]
    public void Explain_every_code_of_a_fault()
    {
        var page = File.ReadAllText(Repository.File("docs", "reference", "problems.md"));
        var codes = FaultCodes.All;

        Assert.True(codes.Count > 60, $"{codes.Count} codes");
        Assert.Empty(
            from code in codes
            where !page.Contains($"| `{code}` |", StringComparison.Ordinal)
            select code);
    }

    /// <summary>What has no value of its own says in words what happens then.</summary>
    private static bool Agrees(DocumentedSetting setting) => setting.Standard switch
    {
        null or "" => true,
        System.Collections.ICollection { Count: 0 } => true,
        var value => setting.Text.Default == SettingText.Written(value),
    };
}
