using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Platform.Storage.Migrations;

[DbContext(typeof(GatewayDb))]
[Migration("0010_ReceivedFaxes")]
internal sealed class M0010ReceivedFaxes : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Sql.Text("Platform.Storage.Migrations.0010-received-faxes"));
}
