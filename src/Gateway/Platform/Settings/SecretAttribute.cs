namespace Gateway.Platform.Settings;

/// <summary>The value of this setting never stands in a log or in the text of a fault.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretAttribute : Attribute;
