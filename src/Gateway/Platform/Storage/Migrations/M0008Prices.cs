using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Platform.Storage.Migrations;

/// <summary>Accounts have prices, and statistics say what was delivered costs.</summary>
[DbContext(typeof(GatewayDb))]
[Migration("0008_Prices")]
internal sealed class M0008Prices : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Sql.Text("Platform.Storage.Schema.prices"));
}
