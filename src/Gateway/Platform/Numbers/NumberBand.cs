namespace Gateway.Platform.Numbers;

/// <summary>What the numbers of a band belong to.</summary>
internal enum BandKind
{
    /// <summary>A mobile phone.</summary>
    Mobile = 0,

    /// <summary>A line in an area (지역번호).</summary>
    Area = 1,

    /// <summary>A service that has a prefix of its own (0N0).</summary>
    Service = 2,

    /// <summary>A machine (사물지능통신): it gets messages and sends none of ours.</summary>
    Machine = 3,

    /// <summary>A service that whoever calls it pays for (전화정보): no phone stands behind it.</summary>
    Paid = 4,
}

/// <summary>Numbers that start alike.</summary>
/// <param name="Prefix">Their first two or three digits.</param>
/// <param name="Shortest">Digits of the shortest, the prefix with them.</param>
/// <param name="Longest">Digits of the longest.</param>
/// <param name="Kind">What they belong to.</param>
internal sealed record NumberBand(string Prefix, int Shortest, int Longest, BandKind Kind)
{
    public bool Fits(int length) => length >= Shortest && length <= Longest;
}
