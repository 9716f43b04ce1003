using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Platform.Storage.Migrations;

/// <summary>Accounts may have a first-sender operator code of their own.</summary>
[DbContext(typeof(GatewayDb))]
[Migration("0007_OriginCodes")]
internal sealed class M0007OriginCodes : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("ALTER TABLE gateway.accounts ADD COLUMN origin_code text COLLATE \"C\"");
}
