using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

public sealed class ConnectionStringTests
{
    [Fact]
    public void Names_each_fault_and_its_remedy_when_options_are_those_of_another_driver()
    {
        var problems = VendorQueues.ConnectionProblemsOf(DatabaseKind.MySql, "Server=db;Allow Batch=true;Pasword=secret;SslMode=Perhaps;CharSet=euckr").ToList();

        Assert.Equal(
            [
                "has 'allow batch', an option of the driver MySql.Data, which MySqlConnector does not have. Leave it out.",
                "has 'pasword', which is no option of MySqlConnector. See https://mysqlconnector.net/connection-options/",
                "has a value for 'sslmode' that it cannot have. See https://mysqlconnector.net/connection-options/",
            ],
            problems);
    }

    [Theory]
    [InlineData(DatabaseKind.MySql, "Server=db;=;")]
    [InlineData(DatabaseKind.PostgreSql, "Host=db;Pasword=secret")]
    [InlineData(DatabaseKind.PostgreSql, "Host=db;Port=abc")]
    [InlineData(DatabaseKind.PostgreSql, "Database=vendor")]
    public void Tells_a_fault_without_the_values_when_a_connection_string_cannot_be_used(DatabaseKind kind, string connectionString) =>
        Assert.DoesNotContain("secret", Assert.Single(VendorQueues.ConnectionProblemsOf(kind, connectionString)), StringComparison.Ordinal);

    [Theory]
    [InlineData(DatabaseKind.MySql, "Server=db;Port=3306;User ID=gateway;Password=secret;Database=vendor;CharSet=utf8mb4;SslMode=Preferred;ConnectionReset=true")]
    [InlineData(DatabaseKind.PostgreSql, "Host=db;Username=gateway;Password=secret;Database=vendor")]
    public void Finds_nothing_when_the_driver_takes_a_connection_string(DatabaseKind kind, string connectionString) =>
        Assert.Empty(VendorQueues.ConnectionProblemsOf(kind, connectionString));
}
