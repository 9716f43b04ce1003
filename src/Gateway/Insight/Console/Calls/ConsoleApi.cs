using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gateway.Platform.Errors;
using Microsoft.AspNetCore.Components.Authorization;

namespace Gateway.Insight.Console.Calls;

/// <summary>What the API has answered: a value, or the problem.</summary>
internal sealed record Answer<T>(T? Value, Problem? Problem)
    where T : class;

/// <summary>Nothing that a page could use.</summary>
internal sealed record NoValue
{
    public static NoValue Only { get; } = new();
}

/// <summary>The API as pages call it, with the key of who is signed in.</summary>
internal sealed class ConsoleApi(AuthenticationStateProvider who, CallApi api)
{
    private Visit? _visit;

    public async ValueTask<Visit> VisitAsync() =>
        _visit ??= Visit.Of((await who.GetAuthenticationStateAsync()).User)
            ?? throw new InvalidOperationException("Nobody is signed in: the guard stands before all pages.");

    public Task<Answer<T>> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class =>
        SendAsync(new ApiCall("GET", path), type, cancellationToken);

    public Task<Answer<T>> PostAsync<T>(
        string path, string json, JsonTypeInfo<T>? type, CancellationToken cancellationToken, string? once = null)
        where T : class
    {
        var content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return SendAsync(
            new ApiCall("POST", path) { Content = content, IdempotencyKey = once }, type, cancellationToken);
    }

    /// <param name="call">What to ask.</param>
    /// <param name="type">Null: the answer's content does not matter.</param>
    /// <param name="cancellationToken">Breaks the call off.</param>
    public async Task<Answer<T>> SendAsync<T>(ApiCall call, JsonTypeInfo<T>? type, CancellationToken cancellationToken)
        where T : class
    {
        var answer = await api.SendAsync(await VisitAsync(), call, cancellationToken);
        await using var content = answer.Content;
        if (answer.Status >= StatusCodes.Status400BadRequest)
        {
            return new Answer<T>(null, await JsonSerializer.DeserializeAsync(
                content, ProblemJson.Readable, cancellationToken));
        }

        if (type is null)
        {
            await content.CopyToAsync(Stream.Null, cancellationToken);
            return new Answer<T>(NoValue.Only as T, null);
        }

        return new Answer<T>(await JsonSerializer.DeserializeAsync(content, type, cancellationToken), null);
    }

    /// <summary>Server-sent events, until the stream or the page ends.</summary>
    public async IAsyncEnumerable<SseItem<byte[]>> StreamAsync(
        string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var call = new ApiCall("GET", path) { Accept = "text/event-stream" };
        var answer = await api.SendAsync(await VisitAsync(), call, cancellationToken);
        await using var content = answer.Content;
        if (answer.Status != StatusCodes.Status200OK)
        {
            yield break;
        }

        var events = SseParser.Create(content, static (_, data) => data.ToArray());
        await foreach (var item in events.EnumerateAsync(cancellationToken))
        {
            yield return item;
        }
    }
}
