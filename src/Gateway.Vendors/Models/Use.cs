namespace Gateway.Vendors.Models;

/// <summary>What an adapter does with a column. None: it is the agent's alone, and may be missing.</summary>
/// <param name="Needed">The adapter reads or writes it.</param>
/// <param name="Property">
/// The property of the row's class that holds what is read; null when it is only written.
/// </param>
/// <param name="Letters">What the adapter writes there must fit.</param>
/// <param name="IsId">It holds one of our ids.</param>
internal readonly record struct Use(bool Needed, string? Property, bool Letters, bool IsId)
{
    /// <summary>Texts with every letter of Unicode are written there.</summary>
    public bool AnyLetter { get; init; }

    /// <summary>
    /// The most letters that are written there; null: as many as an id, or as the manual's column, has.
    /// </summary>
    public int? Most { get; init; }

    public static Use None => default;

    public static Use Written => new(true, null, Letters: true, IsId: false);

    public static Use Read(string property) => new(true, property, Letters: false, IsId: false);

    public static Use Both(string property) => new(true, property, Letters: true, IsId: false);

    public static Use Id(string property) => new(true, property, Letters: true, IsId: true);

    /// <summary>Installs that do not use it may lack the column.</summary>
    public Use If(bool used) => used ? this : None;
}
