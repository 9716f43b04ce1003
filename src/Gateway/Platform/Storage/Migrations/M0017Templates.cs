using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Platform.Storage.Migrations;

/// <summary>Accounts have templates, and alimtalks are held against them.</summary>
[DbContext(typeof(GatewayDb))]
[Migration("0017_Templates")]
internal sealed class M0017Templates : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Sql.Text("Platform.Storage.Schema.templates"));
}
