using Bunit;
using Gateway.Insight.Console.Pages.Parts;
using Gateway.Insight.Console.Pages.Sending;
using Xunit;

namespace Gateway.Tests.Insight.Pages.Components;

/// <summary>Plots and rings: their sizes by their numbers.</summary>
public sealed class DrawingFigures : IDisposable
{
    private readonly ComponentWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Draws_each_part_of_a_ring_as_long_as_its_share_and_none_that_is_empty()
    {
        var shown = _world.Render<Ring>(parameters => parameters
            .Add(ring => ring.Title, "3 of 4 delivered")
            .Add(ring => ring.Parts, [new("delivered", 3), new("failed", 0), new("expired", 1)]));

        Assert.Equal(
            ["delivered 75 25 25", "expired 25 75 -50"],
            shown.FindAll("circle:not(.rest)").Select(arc =>
                $"{arc.ClassName} {arc.GetAttribute("stroke-dasharray")} {arc.GetAttribute("stroke-dashoffset")}"));
        Assert.Equal("3 of 4 delivered", shown.Find("svg").GetAttribute("aria-label"));
    }

    [Fact]
    public void Draws_an_empty_ring_where_nothing_is_counted()
    {
        var shown = _world.Render<Ring>(parameters => parameters
            .Add(ring => ring.Title, "none")
            .Add(ring => ring.Parts, [new("delivered", 0)]));

        Assert.Empty(shown.FindAll("circle:not(.rest)"));
    }

    [Fact]
    public void Draws_columns_by_the_next_round_number_above_the_greatest()
    {
        var shown = _world.Render<StackPlot>(parameters => parameters
            .Add(plot => plot.Title, "plot")
            .Add(plot => plot.Classes, ["delivered", "failed"])
            .Add(plot => plot.Labels, ["09:00", "10:00"])
            .Add(plot => plot.Columns, [new("09:00: 12", [10, 2]), new("10:00: 0", [0, 0])]));

        Assert.Equal(
            ["delivered 70", "failed 14"],
            shown.FindAll("rect:not(.reach)")
                .Select(bar => $"{bar.ClassName} {bar.GetAttribute("height")}"));
        Assert.Equal(["09:00", "10:00"], shown.FindAll("figcaption span").Select(label => label.TextContent));
    }
}
