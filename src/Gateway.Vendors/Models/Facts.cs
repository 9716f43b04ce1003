namespace Gateway.Vendors.Models;

/// <summary>What a model knows beside EF Core's own: names of annotations.</summary>
internal static class Facts
{
    /// <summary>The column as the manual spells it.</summary>
    public const string Column = "Gateway:Column";

    /// <summary>The table as the settings spell it.</summary>
    public const string Table = "Gateway:Table";

    /// <summary>The column holds one of our ids.</summary>
    public const string IsId = "Gateway:IsId";

    /// <summary>The most characters that may be written.</summary>
    public const string Length = "Gateway:Length";

    /// <summary>Texts with every letter of Unicode are written there.</summary>
    public const string AnyLetter = "Gateway:AnyLetter";

    /// <summary>The database numbers it.</summary>
    public const string Numbered = "Gateway:Numbered";

    /// <summary>Columns at the head of an index.</summary>
    public const string LookUps = "Gateway:LookUps";
}
