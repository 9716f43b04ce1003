using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Platform.Storage.Migrations;

/// <summary>Sender numbers end and are blocked, and <c>sender.blocked</c> tells it.</summary>
[DbContext(typeof(GatewayDb))]
[Migration("0009_SenderStates")]
internal sealed class M0009SenderStates : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Sql.Text("Platform.Storage.Schema.sender-states"));
}
