using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Platform.Storage.Migrations;

/// <summary>The whole schema, from the files of <c>Platform/Storage/Schema</c>: each table once, in its final form.</summary>
[DbContext(typeof(GatewayDb))]
[Migration("0001_Schema")]
internal sealed class M0001Schema : Migration
{
    /// <summary>Each may name what stands before it.</summary>
    private static readonly string[] Files =
    [
        "ids", "months", "accounts", "files", "messages", "inflight", "handovers", "vendors", "events", "webhooks",
        "reports", "statistics", "jobs", "protection", "byte-order",
    ];

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var file in Files)
        {
            migrationBuilder.Sql(Sql.Text($"Platform.Storage.Schema.{file}"));
        }
    }
}
