using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Platform.Storage.Migrations;

/// <summary>From where a key may be used.</summary>
[DbContext(typeof(GatewayDb))]
[Migration("0006_KeyAddresses")]
internal sealed class M0006KeyAddresses : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("ALTER TABLE gateway.api_keys ADD COLUMN allowed_addresses text[]");
}
