namespace Gateway.Platform.Queries;

/// <summary>
/// Metadata of a route: what one of its query parameters takes, beside its type. It is documented and checked from
/// here.
/// </summary>
internal sealed record QueryParameter(string Name)
{
    /// <summary>The words that it takes; null for any text.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>
    /// Several values mean "or": separated by commas, or the parameter given more than once. Without it a second value
    /// is a fault.
    /// </summary>
    public bool Many { get; init; }

    /// <summary>The code of a fault in its words.</summary>
    public string Code { get; init; } = "invalid_type";
}

/// <summary>Metadata of a route: what the document says of one of its parameters, in the path or the query.</summary>
/// <param name="Name">Which.</param>
/// <param name="Text">What it does.</param>
internal sealed record ParameterText(string Name, string Text)
{
    /// <summary>Such as <c>date-time</c>; null: that of its type.</summary>
    public string? Format { get; init; }

    public int? Minimum { get; init; }

    public int? Maximum { get; init; }

    /// <summary>In letters.</summary>
    public int? MaxLength { get; init; }

    /// <summary>What holds without it.</summary>
    public string? Default { get; init; }
}

/// <summary>
/// Metadata of a route: its handler tells the faults of the query together with those that it finds itself.
/// </summary>
internal sealed record TellsQueryFaults;
