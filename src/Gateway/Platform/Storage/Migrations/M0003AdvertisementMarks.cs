using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Platform.Storage.Migrations;

/// <summary>
/// New accounts have their advertisements checked, and so has the built-in account of a new installation. What was set
/// before stays: an installation that has sent goes on as it did.
/// </summary>
[DbContext(typeof(GatewayDb))]
[Migration("0003_AdvertisementMarks")]
internal sealed class M0003AdvertisementMarks : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        ALTER TABLE gateway.accounts ALTER advertisement_marks SET DEFAULT true;
        UPDATE gateway.accounts SET advertisement_marks = true
        WHERE id = '00000000-0000-7000-8000-000000000001' AND created_at = updated_at
            AND NOT EXISTS (SELECT FROM gateway.messages)
        """);
}
