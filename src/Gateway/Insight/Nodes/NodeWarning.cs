namespace Gateway.Insight.Nodes;

/// <summary>What is wrong although the node works.</summary>
/// <param name="Kind">In one word, for everybody: <c>clock</c> or <c>settings</c>.</param>
/// <param name="Vendor">Whose settings; null when it is not about one.</param>
/// <param name="Text">With its cause and remedy, for the operator.</param>
internal sealed record NodeWarning(string Kind, string? Vendor, string Text)
{
    public const string Clock = "clock";

    public const string Settings = "settings";
}
