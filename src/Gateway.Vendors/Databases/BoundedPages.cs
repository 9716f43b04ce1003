using System.Runtime.CompilerServices;

namespace Gateway.Vendors.Databases;

/// <summary>Pages that are read one after the other, each of which comes in time.</summary>
internal static class BoundedPages
{
    public static async IAsyncEnumerable<T> Of<T>(
        Func<CancellationToken, IAsyncEnumerable<T>> read,
        VendorDeadline deadline,
        Troubles troubles,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // One token for all pages: a page that is given up ends the reading.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pages = read(ending.Token).GetAsyncEnumerator(ending.Token);
        var abandoned = true;
        try
        {
            while (await troubles.WatchPartAsync(deadline, VendorDeadline.Short, token => NextAsync(pages, ending, token), cancellationToken))
            {
                yield return pages.Current;
            }

            troubles.Clear();
            abandoned = false;
        }
        finally
        {
            // Its connection is closed behind our back when a page never came: waiting for that would be without an end
            // again.
            var closing = CloseAsync(pages);
            if (!abandoned || !ending.IsCancellationRequested)
            {
                await deadline.RunAsync(VendorDeadline.Short, _ => closing, CancellationToken.None);
            }
        }
    }

    private static async Task<bool> NextAsync<T>(
        IAsyncEnumerator<T> pages, CancellationTokenSource ending, CancellationToken cancellationToken)
    {
        await using var given = cancellationToken.Register(
            static state => ((CancellationTokenSource)state!).Cancel(), ending);
        return await pages.MoveNextAsync();
    }

    private static async Task<bool> CloseAsync<T>(IAsyncEnumerator<T> pages)
    {
        try
        {
            await pages.DisposeAsync();
            return true;
        }
        catch (Exception fault) when (fault is NotSupportedException or InvalidOperationException or System.Data.Common.DbException || VendorDatabaseException.IsBroken(fault))
        {
            // NotSupportedException: a page is still on its way. The enumerator ends itself when it comes or fails, and
            // closes its connection then.
            return false;
        }
    }
}
