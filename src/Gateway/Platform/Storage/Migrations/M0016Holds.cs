using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Platform.Storage.Migrations;

/// <summary>Batches can be held and released, and spread over time.</summary>
[DbContext(typeof(GatewayDb))]
[Migration("0016_Holds")]
internal sealed class M0016Holds : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Sql.Text("Platform.Storage.Schema.holds"));
}
