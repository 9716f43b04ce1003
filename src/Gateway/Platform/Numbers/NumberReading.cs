namespace Gateway.Platform.Numbers;

/// <summary>What became of a text that should be a number: the number, or why it is none.</summary>
internal readonly record struct NumberReading(PhoneNumber Number, NumberFault? Fault)
{
    public bool IsRight => Fault is null;

    /// <summary>As the vendors get them; empty when it is no number.</summary>
    public string Digits => Number.Digits;

    public static NumberReading Wrong(NumberFault fault) => new(default, fault);
}
