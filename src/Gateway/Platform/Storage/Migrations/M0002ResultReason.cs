using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Platform.Storage.Migrations;

/// <summary>Why a message failed, where its code does not say it.</summary>
[DbContext(typeof(GatewayDb))]
[Migration("0002_ResultReason")]
internal sealed class M0002ResultReason : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("ALTER TABLE gateway.messages ADD COLUMN result_reason text COLLATE \"C\"");
}
