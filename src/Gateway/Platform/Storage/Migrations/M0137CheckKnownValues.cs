using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Platform.Storage.Migrations;

[DbContext(typeof(GatewayDb))]
[Migration("0137_CheckKnownValues")]
internal sealed class M0137CheckKnownValues : Migration
{
    private static readonly string[] Tables = ["messages", "inflight", "handovers", "events", "deliveries", "webhooks", "accounts", "vendor_health", "stats", "stat_deltas"];

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var table in Tables)
        {
            migrationBuilder.Sql(Sql.Text("Platform.Storage.Migrations.0137-check-known-values").Replace("{table}", table, StringComparison.Ordinal), suppressTransaction: true);
        }
    }
}
