using System.Text.Json;

namespace Gateway.Simulator.Demo;

/// <summary>
/// Prints each status of the message once and in order, whoever tells it first: the answer to a GET or a webhook.
/// </summary>
internal sealed class MessageLife(Printer print)
{
    private static readonly string[] Order = ["scheduled", "accepted", "queued", "sending"];

    private readonly Lock _turn = new();
    private int _reached = -1;

    /// <summary>Tells the message's status, and before it what its timeline says went by between two looks.</summary>
    public void Tell(JsonElement message)
    {
        if (message.Find("timeline") is { ValueKind: JsonValueKind.Array } timeline)
        {
            foreach (var moment in timeline.EnumerateArray())
            {
                Tell(moment.Text("status"), DescribeResult(message));
            }
        }

        if (message.FindText("status") is { } status)
        {
            Tell(status, DescribeResult(message));
        }
    }

    public void Tell(string status, string detail)
    {
        lock (_turn)
        {
            var known = Array.IndexOf(Order, status);
            var isFinal = known < 0;
            var rank = isFinal ? Order.Length : known;
            if (rank > _reached)
            {
                _reached = rank;
                print.Line(status, isFinal || status == "accepted" ? detail : "");
            }
        }
    }

    /// <summary>A final status and why.</summary>
    public static string Describe(JsonElement message) =>
        $"{message.FindText("status")} {DescribeResult(message)}".TrimEnd(' ', '.');

    private static string DescribeResult(JsonElement message) =>
        message.Find("result") is { } result
            ? string.Join(", ", new[] { result.FindText("name"), result.FindText("description"), result.FindText("telecom") }.OfType<string>())
            : "";
}
