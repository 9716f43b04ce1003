namespace Gateway.Platform.Settings;

/// <summary>Options below which sections stand that are known only when the program runs.</summary>
internal interface IHasSections
{
    /// <summary>Their names, each with the class of what may stand in it.</summary>
    IEnumerable<(string Name, Type Type)> Sections();
}
