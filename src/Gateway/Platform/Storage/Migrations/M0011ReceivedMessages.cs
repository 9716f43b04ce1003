using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Platform.Storage.Migrations;

/// <summary>Short messages that come in.</summary>
[DbContext(typeof(GatewayDb))]
[Migration("0011_ReceivedMessages")]
internal sealed class M0011ReceivedMessages : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Sql.Text("Platform.Storage.Schema.received-messages"));
}
