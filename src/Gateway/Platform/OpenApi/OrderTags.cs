using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Gateway.Platform.OpenApi;

/// <summary>
/// Tags in the order in which a newcomer needs them: the main job first. Within a tag a collection stands before its
/// things, and these before what can be done with them.
/// </summary>
internal sealed class OrderTags : IDocumentFilter
{
    private static readonly (string Name, string Description)[] Tags =
    [
        ("Messages", "Send messages and read their results."),
        ("Batches", "Many messages at once."),
        ("Templates", "Texts that many messages share, and AlimTalk (알림톡) templates as Kakao approved them."),
        ("Files", "Pictures, documents and voice files for messages."),
        ("Webhooks", "Get events at your own address."),
        ("Received faxes", "Faxes that came in."),
        ("Received messages", "Short messages that came in."),
        ("Result codes", "What the codes mean, and what the vendors' own codes become."),
        ("Statistics", "Counts and costs."),
        ("Accounts", "Tenants, their keys and limits, and who changed them."),
        ("Senders", "Registered sender numbers (발신번호)."),
        ("Opt-outs", "Numbers that refuse advertisements (수신거부)."),
        ("Vendors", "The agents' health; pause and resume them."),
        ("Jobs", "The recurring jobs: their last run, and running one now."),
        ("Health", "For load balancers and operators. No key needed."),
    ];

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        swaggerDoc.Tags = new HashSet<OpenApiTag>(
            Tags.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }));
        var paths = new OpenApiPaths();
        foreach (var (path, operations) in swaggerDoc.Paths.OrderBy(path => path.Key, StringComparer.Ordinal))
        {
            paths.Add(path, operations);
        }

        swaggerDoc.Paths = paths;
    }
}
