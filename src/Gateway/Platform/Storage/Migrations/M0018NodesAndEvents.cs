using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Platform.Storage.Migrations;

/// <summary>What nodes tell each other of themselves; <c>vendor.degraded</c> and <c>webhook.disabled</c>.</summary>
[DbContext(typeof(GatewayDb))]
[Migration("0018_NodesAndEvents")]
internal sealed class M0018NodesAndEvents : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Sql.Text("Platform.Storage.Schema.nodes"));
        migrationBuilder.Sql(Sql.Text("Platform.Storage.Schema.more-events"));
    }
}
