using Gateway.Files.Types;

namespace Gateway.Files.Pictures;

/// <summary>What an upload is. A JPEG of a size for phones is decoded: a cut one has good headers too.</summary>
internal sealed class LookAtFile(FileStore store, Decodings decodings)
{
    /// <summary>Null when it is nothing that we know.</summary>
    public async Task<FileFacts?> AtAsync(FileForm form, TempFile temp, CancellationToken cancellationToken)
    {
        var facts = temp.Size == 0 ? null : await store.RunAsync(() => ReadFacts.From(temp.Content, form.Name, form.Channel));
        if (facts is null || !JpegDamage.CanFind(facts) || temp.Size > Usability.LongestPicture || facts is { Width: > Usability.WidestPicture } or { Height: > Usability.HighestPicture })
        {
            return facts; // What no phone gets may be of any size.
        }

        var fault = await InTimeAsync(temp, JpegDamage.Find, static late => late, cancellationToken);
        return facts with { Fault = fault, IsWhole = fault is null };
    }

    /// <summary>What every phone shows, made of a picture.</summary>
    public Task<ConvertOutcome> ConvertAsync(TempFile temp, FileFacts facts, CancellationToken cancellationToken) =>
        InTimeAsync(temp, (bytes, token) => ConvertPicture.From(bytes, facts, token), ConvertOutcome.Refused, cancellationToken);

    /// <summary>Keeps what was made, beside the file that it was made of. Answers its SHA-256.</summary>
    public async Task<byte[]> KeepAsync(FileForm form, byte[] made, CancellationToken cancellationToken)
    {
        form.Made = await store.CreateTempAsync();
        await form.Made.WriteAsync(made, cancellationToken);
        return await form.Made.FinishAsync();
    }

    private async Task<T> InTimeAsync<T>(TempFile temp, Func<byte[], CancellationToken, T> work, Func<string, T> late, CancellationToken cancellationToken)
    {
        try
        {
            return await decodings.RunAsync(async token => work(await ReadAsync(temp), token), cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return late($"The picture takes longer than {Decodings.Limit.TotalSeconds:0} s to decode.");
        }
    }

    private Task<byte[]> ReadAsync(TempFile temp) => store.RunAsync(() =>
    {
        var bytes = new byte[temp.Size];
        temp.Content.Position = 0;
        temp.Content.ReadExactly(bytes);
        return bytes;
    });
}
