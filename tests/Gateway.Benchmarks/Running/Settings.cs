namespace Gateway.Benchmarks.Running;

/// <summary>The environment that <c>./test.sh bench</c> prepares. The only place that reads it.</summary>
internal static class Settings
{
    private static readonly IConfiguration Environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();

    /// <summary>Connection string of a PostgreSQL user that may create databases.</summary>
    public static string Postgres => Environment["GATEWAY_TEST_POSTGRES"]
        ?? throw new BenchmarkException("GATEWAY_TEST_POSTGRES is missing. Run this by ./test.sh bench, which starts a database, or give the connection string of a user that may create databases.");

    /// <summary>Connection string of a MySQL user that may create databases; null where there is none.</summary>
    public static string? MySql => Environment["GATEWAY_TEST_MYSQL"];
}
