using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Platform.Storage.Migrations;

/// <summary>Why a file cannot be sent on a channel, and what a conversion changed.</summary>
[DbContext(typeof(GatewayDb))]
[Migration("0005_Pictures")]
internal sealed class M0005Pictures : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("""
            ALTER TABLE gateway.files
                ADD COLUMN unusable_for text COLLATE "C",
                ADD COLUMN converted text COLLATE "C"
            """);
}
