using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Accept;

/// <summary>How long and how often to measure.</summary>
internal sealed record AcceptOptions
{
    public const string Help = """
        accept: single POSTs, durably stored, compared with the bounds of the targets (1a to 1d)
          --short             3 rounds of 2 s after 5 s of warm-up, for a quick look
          --rounds N          rounds (5); each measures every side once, in turn
          --window S          seconds of a window (6)
          --warm S            seconds of load before the first round, for each side (8)
          --connections N     connections (64); a second window of each side has one
          --gateway DLL       the product's program (src/Gateway/bin/Release/net10.0/Gateway.dll)
          --before DLL        another build of the product, measured in the same rounds
          --sides A,B         only these of: gc each kannel-file kannel-spool keyed plain jobs nodes (two of the product on one database) before empty; Kannel's two when its Debian packages kannel and kannel-extras are installed
          --slow-commits      every commit takes 4 ms longer, 256 connections, sides gc and keyed (1d)
          --messages N        messages of the past in the product's databases (none)
        """;

    public required int Rounds { get; init; }

    public required TimeSpan Window { get; init; }

    public required TimeSpan Warm { get; init; }

    public required int Connections { get; init; }

    public required string Gateway { get; init; }

    public required string? Before { get; init; }

    public required IReadOnlyList<string> Sides { get; init; }

    public required bool SlowCommits { get; init; }

    public required int Messages { get; init; }

    public static AcceptOptions Parse(string[] args)
    {
        var arguments = new Arguments(args);
        var isShort = arguments.Flag("--short");
        var slow = arguments.Flag("--slow-commits");
        var before = arguments.Text("--before");
        var options = new AcceptOptions
        {
            Rounds = arguments.Number("--rounds", isShort ? 3 : 5),
            Window = TimeSpan.FromSeconds(arguments.Number("--window", isShort ? 2 : 6)),
            Warm = TimeSpan.FromSeconds(arguments.Number("--warm", isShort ? 5 : 8)),
            Connections = arguments.Number("--connections", slow ? 256 : 64),
            Gateway = arguments.Text("--gateway") ?? Output.Product,
            Before = before,
            Sides = arguments.Text("--sides")?.Split(',') ?? (slow ? ["gc", "keyed"] : ["gc", "each", .. KannelPeer.IsInstalled ? ["kannel-file", "kannel-spool"] : Array.Empty<string>(), "keyed", "plain", "jobs", .. before is null ? Array.Empty<string>() : ["before"]]),
            SlowCommits = slow,
            Messages = arguments.Number("--messages", 0),
        };
        arguments.RefuseRest();
        return options;
    }
}
