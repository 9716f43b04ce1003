using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Platform.Storage.Migrations;

/// <summary>What failed of a batch can be sent again, each message once.</summary>
[DbContext(typeof(GatewayDb))]
[Migration("0015_Resends")]
internal sealed class M0015Resends : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Sql.Text("Platform.Storage.Schema.resends"));
}
