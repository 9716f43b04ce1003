using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace Gateway.Platform.Storage;

/// <summary>Keeps the keys of ASP.NET Data Protection in the state database, so that every replica can read what another one encrypted.</summary>
internal sealed class DataProtectionKeys(NpgsqlDataSource source, SealKeys seal, TimeProvider time) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => [.. Read().Select(row => XElement.Parse(seal.Open(row.Stored)))];

    public void StoreElement(XElement element, string friendlyName)
    {
        using var command = source.Command("Platform.Storage.Sql.add-protection-key");
        command.Parameters.Add(new NpgsqlParameter<string>("name", friendlyName));
        command.Parameters.Add(new NpgsqlParameter<string>("xml", seal.Seal(element.ToString(SaveOptions.DisableFormatting))));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
        command.ExecuteNonQuery();
    }

    /// <summary>Encrypts what lies in the open, or under an earlier secret, with the present one.</summary>
    public void Renew()
    {
        foreach (var (name, stored) in Read().Where(row => seal.IsOutdated(row.Stored)))
        {
            using var command = source.Command("Platform.Storage.Sql.renew-protection-key");
            command.Parameters.Add(new NpgsqlParameter<string>("name", name));
            command.Parameters.Add(new NpgsqlParameter<string>("stored", stored));
            command.Parameters.Add(new NpgsqlParameter<string>("xml", seal.Seal(seal.Open(stored))));
            command.ExecuteNonQuery();
        }
    }

    private List<(string Name, string Stored)> Read()
    {
        using var command = source.Command("Platform.Storage.Sql.read-protection-keys");
        using var reader = command.ExecuteReader();
        var rows = new List<(string, string)>();
        while (reader.Read())
        {
            rows.Add((reader.GetString(0), reader.GetString(1)));
        }

        return rows;
    }
}
