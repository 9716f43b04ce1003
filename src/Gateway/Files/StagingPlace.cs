using Gateway.Vendors;

namespace Gateway.Files;

/// <summary>Where a vendor's agent reads files.</summary>
/// <param name="Vendor">The vendor's name.</param>
/// <param name="WriteTo">The directory as the gateway sees it.</param>
/// <param name="AgentPath">The same directory as the agent sees it.</param>
/// <param name="Rules">How files must lie for its protocol.</param>
internal sealed record StagingPlace(string Vendor, string WriteTo, string AgentPath, StagingRules Rules);

/// <summary>What must lie before the agent for one message.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Stored">Uploaded files, in the order in which the row names them.</param>
/// <param name="Made">
/// A file that was made for this message, such as the JSON file of a Kakao message; null when it needs none.
/// </param>
internal sealed record FilesOfMessage(Guid MessageId, IReadOnlyList<Guid> Stored, MadeFile? Made = null);

/// <summary>A file that nobody uploaded.</summary>
internal sealed record MadeFile(byte[] Content, string Extension);
