namespace Gateway.Clients;

internal static class Until
{
    /// <summary>Looks ten times a second, for 30 s at most.</summary>
    public static async Task<T> SeenAsync<T>(Func<Task<T?>> look)
        where T : class
    {
        for (var tries = 0; tries < 300; tries++)
        {
            if (await look() is { } seen)
            {
                return seen;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException("It did not come within 30 s.");
    }
}
