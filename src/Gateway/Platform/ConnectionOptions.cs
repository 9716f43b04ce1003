using System.ComponentModel.DataAnnotations;

namespace Gateway.Platform;

/// <summary>The section <c>Connections</c>: what strangers may cost before anybody knows who they are.</summary>
internal sealed class ConnectionOptions
{
    public const string Section = "Connections";

    /// <summary>Connections at once on one node; more are closed as they come. 0: no limit. Default: 4000, which cost at most 250 MB before a key was looked at.</summary>
    [Range(0, 1_000_000, ErrorMessage = "Connections:Most is 0 to 1000000.")]
    public int Most { get; set; } = 4000;

    /// <summary>Seconds in which the headers of a request must have come. Default: 10.</summary>
    [Range(1, 600, ErrorMessage = "Connections:HeaderSeconds is 1 to 600.")]
    public int HeaderSeconds { get; set; } = 10;

    /// <summary>Bytes a second that a body must bring, and a client must take of an answer, after the first five seconds. 0: no limit. Default: 500.</summary>
    [Range(0, 1_000_000_000, ErrorMessage = "Connections:SlowestBytesPerSecond is 0 to 1000000000.")]
    public int SlowestBytesPerSecond { get; set; } = 500;
}
