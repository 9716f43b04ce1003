using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Gateway.Tests.Support.Contract;
using Xunit;

namespace Gateway.Tests.Hostile;

/// <summary>
/// Small requests that ask for much: each route of the document gets its worst bodies of each allowed size, and its worst
/// queries, one after the other. What each costs the gateway's process in resident memory and in processor time is
/// printed and bounded; what the databases spend is not counted. Without the bounds single ones of them took 2 to 20 GB,
/// or kept a processor busy for a minute.
/// </summary>
public sealed class Bombs(BombedGateway gateway) : IClassFixture<BombedGateway>
{
    private const int Mega = 1024 * 1024;

    /// <summary>Kilobytes that the process may grow by for any request, and for each of its own kilobytes.</summary>
    private const int MostMemory = 150 * 1024;

    private const int MostMemoryForKilobyte = 15;

    /// <summary>Seconds of a processor for any request and for each megabyte of it, on a machine that others use too.</summary>
    private const double MostTime = 6;

    private const double MostTimeForMegabyte = 0.5;

    /// <summary>Below the first nobody looks how long a request's texts are; below the second nobody counts the values of a body.</summary>
    private static readonly int[] Sizes = [9_999, 64 * 1024];

    [Fact]
    public async Task Of_every_route_that_takes_a_body_cost_the_gateways_process_little_memory_and_processor_time()
    {
        var (document, routes) = await RoutesAsync();
        var bodies = routes.SelectMany(route => route.Bodies.Select(body => (route, body))).ToList();
        Assert.Equal([], bodies.Select(place => Bomb.RouteOf(place.route, place.body.ContentType)).Except(WorstBodies.All.Select(bomb => bomb.Kind)));
        Assert.Equal([], bodies.Where(place => place.body.ContentType == Bomb.Json).Select(place => Bomb.RouteOf(place.route, Bomb.Json)).Except(WorstBodies.Largest.Keys));

        var known = await MeasureAsync(WorstBodies.All);
        var made = new List<BombCost>();
        foreach (var (route, body) in bodies.Where(place => place.body.ContentType == Bomb.Json))
        {
            var fields = new LongFields(document, route, body);
            var largest = WorstBodies.Largest[Bomb.RouteOf(route, Bomb.Json)];
            made.AddRange(await MeasureAsync([.. Sizes.Where(size => size < largest).Append(largest).SelectMany(fields.Of)]));
        }

        await TellAsync("bodies, by hand", known);
        await TellAsync("bodies of one long field: the dearest of each route", Dearest(made));
        Assert.True(made.Count > 300, $"only {made.Count} bodies were made");
        Nothing(Wrong([.. known, .. made], Mega));
        Assert.Equal(200, (await gateway.Api.GetAsync("/health/ready")).Status);
    }

    [Fact]
    public async Task Of_every_route_that_takes_a_query_cost_the_gateways_process_little_memory_and_processor_time()
    {
        var (_, routes) = await RoutesAsync();

        var known = await MeasureAsync(WorstQueries.All);
        var made = await MeasureAsync([.. routes.SelectMany(route => route.Parameters.Where(parameter => parameter.In == "query").SelectMany(parameter => WorstQueries.Of(route, parameter)))]);
        var unknown = await MeasureAsync([.. routes.Where(route => route.Method == "GET").Select(WorstQueries.Unknown)]);

        await TellAsync("queries, by hand", known);
        await TellAsync("queries of one long parameter: the dearest of each route", Dearest([.. made, .. unknown]));
        Assert.True(made.Count > 200, $"only {made.Count} queries were made");
        Nothing(Wrong([.. known, .. made, .. unknown], 16 * Mega));
    }

    [Theory]
    [MemberData(nameof(Limited))]
    public async Task Larger_than_the_route_takes_are_refused_and_smaller_ones_are_read(string route)
    {
        gateway.Ready();
        var most = WorstBodies.Largest[route];

        var over = await gateway.MeasureAsync(new Bomb("one byte too many", route, () => Padded(most + 1)));
        var within = await gateway.MeasureAsync(new Bomb("as large as can be", route, () => Padded(most)));

        Assert.Equal(413, over.Answer.Status);
        Assert.True(within.Answer.Status is 400 or 404 or 415 or 422, within.ToString());
    }

    [Fact]
    public async Task End_when_their_client_has_gone()
    {
        gateway.Ready();
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = gateway.Api.Address };
        var before = ProcessCost.ProcessorSeconds(gateway.Gateway.Id);
        using (var gone = new CancellationTokenSource(TimeSpan.FromSeconds(1)))
        {
            // Each line alone is cheap; there are enough of them for minutes.
            var request = new HttpRequestMessage(HttpMethod.Post, "/v1/batches") { Content = new StringContent(Bomb.Repeat(WorstBodies.Line + "\n", 2000), Encoding.UTF8) };
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(Bomb.Lines);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", GatewayProcess.AdminKey);
            await Assert.ThrowsAnyAsync<Exception>(() => client.SendAsync(request, gone.Token));
        }

        // Quiet: less than a third of a processor over a second.
        await Eventually.BeAsync(
            async () =>
            {
                var from = ProcessCost.ProcessorSeconds(gateway.Gateway.Id);
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
                return ProcessCost.ProcessorSeconds(gateway.Gateway.Id) - from < 0.3;
            },
            "the work has ended",
            20);
        Assert.True(ProcessCost.ProcessorSeconds(gateway.Gateway.Id) - before < 2 * MostTime, "it ended soon");
    }

    public static TheoryData<string> Limited() => [.. WorstBodies.Largest.Keys];

    private static byte[] Padded(int size)
    {
        var bytes = new byte[size];
        Array.Fill(bytes, (byte)' ');
        return bytes;
    }

    private async Task<(JsonNode Document, IReadOnlyList<ApiRoute> Routes)> RoutesAsync()
    {
        gateway.Ready();
        var document = await ApiDocument.ReadAsync(gateway.Api);
        return (document, ApiRoute.All(document));
    }

    private async Task<IReadOnlyList<BombCost>> MeasureAsync(IReadOnlyList<Bomb> bombs)
    {
        var costs = new List<BombCost>();
        foreach (var bomb in bombs)
        {
            costs.Add(await gateway.MeasureAsync(bomb));
        }

        return costs;
    }

    private static IEnumerable<BombCost> Dearest(IEnumerable<BombCost> costs) => costs.GroupBy(cost => cost.Bomb.Kind)
        .SelectMany(route => new[] { route.MaxBy(cost => cost.Seconds)!, route.MaxBy(cost => cost.Kilobytes)! }.Distinct());

    private static Task TellAsync(string what, IEnumerable<BombCost> costs) =>
        Console.Out.WriteLineAsync($"Bombs ({what}): processor time and growth of resident memory of the gateway's process\n{string.Join('\n', costs)}");

    private static IReadOnlyList<string> Wrong(IEnumerable<BombCost> costs, int mostBack) =>
    [
        .. costs
            .Where(cost => cost.Kilobytes > MostMemory + (cost.Sent / 1024 * MostMemoryForKilobyte) || cost.Seconds > MostTime + (MostTimeForMegabyte * cost.Sent / Mega)
                || cost.Answer.Text.Length > mostBack || cost.Answer.Status is >= 500 or 401 or 405)
            .Select(cost => $"{cost}: {cost.Answer.Text[..Math.Min(300, cost.Answer.Text.Length)]}"),
    ];

    private static void Nothing(IReadOnlyList<string> wrong) => Assert.True(wrong.Count == 0, string.Join('\n', wrong));
}
