using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace Gateway.Platform.Storage;

/// <summary>
/// Keeps the keys of ASP.NET Data Protection in the state database, so that every replica can read what another one
/// encrypted.
/// </summary>
internal sealed class DataProtectionKeys(
    NpgsqlDataSource source, SealKeys seal, DamagedRows damaged, TimeProvider time) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. Read().Select(row => Open(row.Name, row.Stored)).OfType<string>().Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName)
    {
        using var command = source.Command("Platform.Storage.Sql.add-protection-key");
        command.Parameters.Add(new NpgsqlParameter<string>("name", friendlyName));
        command.Parameters.Add(
            new NpgsqlParameter<string>("xml", seal.Seal(element.ToString(SaveOptions.DisableFormatting))));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
        command.ExecuteNonQuery();
    }

    /// <summary>Encrypts what lies in the open, or under an earlier secret, with the present one.</summary>
    public void Renew()
    {
        foreach (var (name, stored) in Read().Where(row => seal.IsOutdated(row.Stored)))
        {
            if (Open(name, stored) is not { } xml)
            {
                continue;
            }

            using var command = source.Command("Platform.Storage.Sql.renew-protection-key");
            command.Parameters.Add(new NpgsqlParameter<string>("name", name));
            command.Parameters.Add(new NpgsqlParameter<string>("stored", stored));
            command.Parameters.Add(new NpgsqlParameter<string>("xml", seal.Seal(xml)));
            command.ExecuteNonQuery();
        }
    }

    /// <summary>
    /// Null when the row is damaged: what was encrypted with that key is lost, and everything else goes on. Throws when
    /// the secret is another one: then it is none of the rows.
    /// </summary>
    private string? Open(string name, string stored)
    {
        seal.CheckSecret(stored);
        try
        {
            var xml = seal.Open(stored);
            _ = XElement.Parse(xml);
            return xml;
        }
        catch (Exception fault) when (LostText.Is(fault) || fault is XmlException)
        {
            damaged.Tell(
                "protection key",
                name,
                $"it cannot be opened: {fault.GetBaseException().Message} What was encrypted with it cannot be read.");
            return null;
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
