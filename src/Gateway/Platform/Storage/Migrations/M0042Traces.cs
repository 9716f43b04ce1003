using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Platform.Storage.Migrations;

[DbContext(typeof(GatewayDb))]
[Migration("0042_Traces")]
internal sealed class M0042Traces : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Sql.Text("Platform.Storage.Migrations.0042-traces"));
}
