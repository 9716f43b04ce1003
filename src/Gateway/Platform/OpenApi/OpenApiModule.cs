using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Gateway.Platform.OpenApi;

internal static class OpenApiModule
{
    /// <summary>The document's name is its path: /openapi.yaml.</summary>
    private const string Document = "openapi";

    /// <summary>It can say what may be null, and has webhooks.</summary>
    private const OpenApiSpecVersion Version = OpenApiSpecVersion.OpenApi3_1;

    public static IServiceCollection AddOpenApiDocument(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSingleton<ISerializerDataContractResolver>(new NamedProtocols(new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            Converters = { new JsonStringEnumConverter(new LowerCase(), allowIntegerValues: false) },
        }));
        services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc(Document, new OpenApiInfo
            {
                Title = "Gateway",
                Version = "v1",
                Description = "One HTTP API in front of the Korean message agents. Send with `POST /v1/messages`, learn the result by webhook or with `GET`.\n\n"
                    + "Press **Authorize** and paste your key. Times are RFC 3339; answers are in UTC. Unknown request fields are refused, so that a misspelt one "
                    + "never sends at once. Errors are RFC 9457 problems with a stable `code` and, for bodies, all "
                    + "errors with their JSON pointers. "
                    + "With `Accept-Language: ko` their `title` and `detail` are Korean.",
                License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
                Contact = new OpenApiContact { Name = "The Gateway authors" },
            });
            options.AddServer(new OpenApiServer { Url = "/", Description = "The gateway that serves this document." });
            options.AddSecurityDefinition(DescribeOperations.SecurityScheme, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "Your key: `Authorization: Bearer <key>`.",
            });
            options.IncludeXmlComments(Path.Combine(AppContext.BaseDirectory, "Gateway.xml"));
            options.IncludeXmlComments(Path.Combine(AppContext.BaseDirectory, "Gateway.Vendors.xml"));
            options.SupportNonNullableReferenceTypes();
            options.CustomSchemaIds(SchemaNameAttribute.Of);
            options.MapType<JsonNode>(static () => new OpenApiSchema { Type = JsonSchemaType.Object });
            options.OperationFilter<DescribeParameters>();
            options.OperationFilter<DescribeAnswers>();
            options.OperationFilter<DescribeOperations>();
            options.SchemaFilter<DescribeSchemas>();
            options.DocumentFilter<OrderTags>();
            options.DocumentFilter<AnswerHeaders>();
            options.DocumentFilter<ShareProblems>();
        });
        return services;
    }

    /// <summary>
    /// /openapi.yaml, /openapi.json and /swagger, unless they are switched off. Requests to the API pass by: they need
    /// none of it.
    /// </summary>
    public static IApplicationBuilder UseOpenApiDocument(this WebApplication app)
    {
        if (!app.Configuration.GetValue($"{GatewayOptions.Section}:{nameof(GatewayOptions.Documentation)}", defaultValue: true))
        {
            return app;
        }

        return app.UseWhen(
            context => !context.Request.Path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase), UsePages);
    }

    private static void UsePages(IApplicationBuilder pages)
    {
        pages.Use(PageHeaders.AddAsync);
        pages.UseSwagger(options =>
        {
            options.RouteTemplate = "{documentName}.{extension:regex(^(json|yaml)$)}";
            options.OpenApiVersion = Version;
        });
        pages.UseSwaggerUI(options =>
        {
            options.RoutePrefix = "swagger";
            options.DocumentTitle = "Gateway API";
            options.SwaggerEndpoint($"/{Document}.yaml", "Gateway v1");
            options.EnableDeepLinking();
            options.DefaultModelsExpandDepth(0);
            options.EnablePersistAuthorization();
            options.EnableTryItOutByDefault();
            options.DisplayRequestDuration();
        });
    }

    /// <summary>The command <c>openapi</c>: prints the very document that is served, without a database.</summary>
    public static async Task<int> PrintOpenApiAsync(this WebApplication app)
    {
        // Routes are told to the rest of the host only here or when it starts.
        app.UseRouting();
        app.UseEndpoints(static _ => { });
        var document = app.Services.GetRequiredService<ISwaggerProvider>().GetSwagger(Document);
        await Console.Out.WriteLineAsync(await document.SerializeAsYamlAsync(Version));
        return 0;
    }

    private sealed class LowerCase : JsonNamingPolicy
    {
        public override string ConvertName(string name) => name.ToLowerInvariant();
    }
}
