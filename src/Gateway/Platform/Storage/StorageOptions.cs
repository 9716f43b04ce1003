using System.ComponentModel.DataAnnotations;

namespace Gateway.Platform.Storage;

/// <summary>The state database.</summary>
internal sealed class StorageOptions
{
    /// <summary><c>ConnectionStrings:Gateway</c>: an Npgsql connection string of a user that may create schemas. Required.</summary>
    [Required(AllowEmptyStrings = false, ErrorMessage = "ConnectionStrings:Gateway is missing. Give the PostgreSQL connection string of the gateway's own database, for example "
        + "ConnectionStrings__Gateway='Host=localhost;Database=gateway;Username=gateway;Password=…'.")]
    public string Gateway { get; set; } = "";
}
