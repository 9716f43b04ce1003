using System.Globalization;

namespace Gateway.Simulator.Demo;

/// <summary>What the demo was told on its command line.</summary>
internal sealed record DemoOptions(Uri Gateway, string Key, string From, string To, TimeSpan Limit)
{
    public const string Usage = """
        usage: Gateway.Simulator demo --url http://127.0.0.1:8080 --key-file FILE [--from NUMBER] [--to NUMBER] [--limit SECONDS]

        Plays a customer: registers a webhook receiver on loopback, sends one SMS, prints its life as it happens, and verifies the
        signature of its last webhook. Ends with 0 when the message was delivered and the webhook verified, else with 1.

          --url       where the gateway listens
          --key-file  a file with the API key (--key KEY works too, but others on the machine can see it)
          --from      the sender number (15777985)
          --to        the recipient (01012341234)
          --limit     seconds until the demo gives up (60)
        """;

    public static DemoOptions Parse(string[] args)
    {
        var given = ReadPairs(args);
        var url = given.GetValueOrDefault("--url") ?? throw new DemoException("--url is missing (see --help)");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var gateway) || gateway.Scheme is not ("http" or "https"))
        {
            throw new DemoException($"--url is not an http address: {url}");
        }

        var limit = given.GetValueOrDefault("--limit", "60");
        if (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds is 0 or > 3600)
        {
            throw new DemoException($"--limit is not a number of seconds from 1 to 3600: {limit}");
        }

        return new DemoOptions(
            gateway,
            given.GetValueOrDefault("--key") ?? ReadKey(given.GetValueOrDefault("--key-file")),
            given.GetValueOrDefault("--from", "15777985"),
            given.GetValueOrDefault("--to", "01012341234"),
            TimeSpan.FromSeconds(seconds));
    }

    private static Dictionary<string, string> ReadPairs(string[] args)
    {
        string[] known = ["--url", "--key", "--key-file", "--from", "--to", "--limit"];
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i += 2)
        {
            if (!known.Contains(args[i]))
            {
                throw new DemoException($"unknown option {args[i]} (see --help)");
            }

            given[args[i]] = i + 1 < args.Length
                ? args[i + 1]
                : throw new DemoException($"{args[i]} wants a value (see --help)");
        }

        return given;
    }

    private static string ReadKey(string? file)
    {
        try
        {
            return File.ReadAllText(file ?? throw new DemoException("--key-file is missing (see --help)")).Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DemoException($"the key file cannot be read: {fault.Message}");
        }
    }
}
