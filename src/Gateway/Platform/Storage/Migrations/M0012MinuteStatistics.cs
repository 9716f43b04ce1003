using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Platform.Storage.Migrations;

/// <summary>Statistics of the last hours by minute.</summary>
[DbContext(typeof(GatewayDb))]
[Migration("0012_MinuteStatistics")]
internal sealed class M0012MinuteStatistics : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Sql.Text("Platform.Storage.Schema.minute-statistics"));
}
