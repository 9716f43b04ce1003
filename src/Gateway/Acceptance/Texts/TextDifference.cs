namespace Gateway.Acceptance.Texts;

/// <summary>Where a text stops being what a pattern allows.</summary>
/// <param name="Letter">
/// Counted from 1, in letters of Unicode (an emoji is one), line ends as one each whatever they are made of.
/// </param>
/// <param name="Given">What stands around that place in the text.</param>
/// <param name="Wanted">What stands around it in the pattern, with its variables.</param>
internal readonly record struct TextDifference(int Letter, string Given, string Wanted);
