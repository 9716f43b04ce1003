using Gateway.Platform.Jobs;

namespace Gateway.Messages.Retention;

internal static class RetentionModule
{
    private static readonly TimeSpan RemoveEvery = TimeSpan.FromMinutes(5);

    public static IServiceCollection AddContentRemoval(this IServiceCollection services) => services.AddRecurringJob<RemoveContents>("remove-contents", RemoveEvery);
}
