namespace Gateway.Insight.Console.Calls;

/// <summary>
/// The gateway's own pipeline from its first step on, for calls that come from within: they pass the same checks as
/// those that come over the network.
/// </summary>
internal sealed class ApiPipeline : IStartupFilter
{
    private RequestDelegate? _pipeline;

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(rest => _pipeline = rest);
        next(app);
    };

    public Task InvokeAsync(HttpContext context) =>
        _pipeline is { } pipeline ? pipeline(context) : throw new InvalidOperationException("The host has not started.");
}
