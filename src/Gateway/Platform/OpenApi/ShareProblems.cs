using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Gateway.Platform.OpenApi;

/// <summary>The problem answer that most operations have for a status is written once, and named by them.</summary>
internal sealed class ShareProblems : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var shared = (swaggerDoc.Components ??= new()).Responses ??= new Dictionary<string, IOpenApiResponse>();
        var answers = swaggerDoc.Paths.Values.SelectMany(path => path.Operations!.Values)
            .SelectMany(operation => operation.Responses!, (of, answer) => (Of: of, answer.Key, answer.Value))
            .Where(answer => answer.Value.Extensions?.ContainsKey(DescribeAnswers.Codes) == true)
            .Where(answer => answer.Value.Content?.Values.Any(content => content.Examples is { Count: > 0 }) != true);
        foreach (var status in answers.GroupBy(answer => answer.Key).ToList())
        {
            var most = status.GroupBy(answer => answer.Value.Description).MaxBy(same => same.Count())!;
            var name = "Problem" + status.Key;
            shared[name] = most.First().Value;
            foreach (var answer in most)
            {
                answer.Of.Responses![status.Key] = new OpenApiResponseReference(name);
            }
        }
    }
}
