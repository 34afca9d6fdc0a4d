using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Parvis.Api;

/// <summary>What the API's description (OpenAPI 3.1) says beside its operations.</summary>
internal static class NodeOpenApi
{
    public static void Describe(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new()
            {
                Title = "Parvis",
                Version = "v1",
                Description = "Public-interest AI: records with their sources, evidence that verifies offline. Reading needs no key. Errors are problem details (RFC 9457); records carry an ETag, which is the SHA-256 that the ledger attests.",
                License = new() { Name = "EUPL-1.2", Identifier = "EUPL-1.2" },
            };
            document.Components ??= new();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key made on the account's page: pvk_…" },
            };
            return Task.CompletedTask;
        });
    }
}
