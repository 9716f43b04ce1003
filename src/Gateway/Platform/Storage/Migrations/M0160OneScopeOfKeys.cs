using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Platform.Storage.Migrations;

[DbContext(typeof(GatewayDb))]
[Migration("0160_OneScopeOfKeys")]
internal sealed class M0160OneScopeOfKeys : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Sql.Text("Platform.Storage.Migrations.0160-one-scope-of-keys"));
}
