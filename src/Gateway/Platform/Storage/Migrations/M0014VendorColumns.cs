using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Platform.Storage.Migrations;

/// <summary>Nodes that only accept learn how long the columns of the vendors are.</summary>
[DbContext(typeof(GatewayDb))]
[Migration("0014_VendorColumns")]
internal sealed class M0014VendorColumns : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("""
            ALTER TABLE gateway.vendor_health
                ADD COLUMN text_length integer,
                ADD COLUMN template_code_length integer
            """);
}
