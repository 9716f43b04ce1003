namespace Gateway.Benchmarks.Bounds;

/// <summary>Reads and answers, stores nothing: shows that the load generator is not what bounds the others.</summary>
internal static class EmptyServer
{
    public static Task<int> RunAsync(string[] args) => BoundServer.RunAsync(_ => static async context =>
    {
        var row = new BoundRow(await BoundBody.ReadAsync(context.Request), TimeProvider.System.GetUtcNow());
        await BoundServer.AnswerAsync(context.Response, row.Id);
    });
}
