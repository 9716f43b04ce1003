using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Platform.Storage.Migrations;

/// <summary>Rejected lines of uploads are kept whole.</summary>
[DbContext(typeof(GatewayDb))]
[Migration("0004_RejectedLines")]
internal sealed class M0004RejectedLines : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Sql.Text("Platform.Storage.Schema.rejected-lines"));
}
