using System.ComponentModel.DataAnnotations;
using Gateway.Platform.Settings;
using Gateway.Vendors;

namespace Gateway.Platform.Storage;

/// <summary>The state database.</summary>
internal sealed class StorageOptions : IValidatableObject
{
    /// <summary>
    /// The state database: an Npgsql connection string of a user that may create the schemas <c>gateway</c> and
    /// <c>hangfire</c>. Name PostgreSQL itself, not a PgBouncer before it: the gateway pools its connections
    /// (<c>Maximum Pool Size</c>, 100). Of several servers (<c>Host=one,two</c>) it uses the one that can be written.
    /// Required.
    /// </summary>
    [Secret]
    [Required(AllowEmptyStrings = false, ErrorMessage = "ConnectionStrings:Gateway is missing. Give the PostgreSQL connection string of the gateway's own database, for example "
        + "ConnectionStrings__Gateway='Host=localhost;Database=gateway;Username=gateway;Password=…'.")]
    public string Gateway { get; set; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        ConnectionSetting.Faults("ConnectionStrings:Gateway", DatabaseKind.PostgreSql, Gateway).Select(
            fault => new ValidationResult(fault));
}
