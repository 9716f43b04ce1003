using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Platform.Storage.Migrations;

/// <summary><c>quota.reached</c> is told once for each step of a period.</summary>
[DbContext(typeof(GatewayDb))]
[Migration("0010_QuotaSteps")]
internal sealed class M0010QuotaSteps : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Sql.Text("Platform.Storage.Schema.quota-steps"));
}
