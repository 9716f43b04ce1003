using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Platform.Storage.Migrations;

/// <summary>A batch says which letters of its messages were replaced.</summary>
[DbContext(typeof(GatewayDb))]
[Migration("0013_Replacements")]
internal sealed class M0013Replacements : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("ALTER TABLE gateway.batches ADD COLUMN replacements jsonb");
}
