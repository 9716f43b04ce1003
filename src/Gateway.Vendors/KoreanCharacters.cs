namespace Gateway.Vendors;

/// <summary>Which characters a vendor carries.</summary>
public enum KoreanCharacters
{
    /// <summary>All of CP949.</summary>
    Cp949 = 0,

    /// <summary>Only KS X 1001.</summary>
    KsX1001 = 1,
}
