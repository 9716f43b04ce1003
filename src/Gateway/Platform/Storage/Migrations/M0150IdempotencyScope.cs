using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Platform.Storage.Migrations;

[DbContext(typeof(GatewayDb))]
[Migration("0150_IdempotencyScope")]
internal sealed class M0150IdempotencyScope : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Sql.Text("Platform.Storage.Migrations.0150-idempotency-scope"));
}
