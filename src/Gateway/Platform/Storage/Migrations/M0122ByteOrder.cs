using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Platform.Storage.Migrations;

[DbContext(typeof(GatewayDb))]
[Migration("0122_ByteOrder")]
internal sealed class M0122ByteOrder : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Sql.Text("Platform.Storage.Migrations.0122-byte-order"));
}
