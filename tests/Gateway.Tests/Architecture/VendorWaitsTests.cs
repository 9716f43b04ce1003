using System.Reflection;
using System.Text.RegularExpressions;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Architecture;

/// <summary>
/// Nobody waits for a vendor's database but behind a bounded face, so that a new wait cannot come in beside them. That each member of a face ends in time is held by DeadlineTests of the vendors.
/// </summary>
public sealed partial class VendorWaitsTests
{
    private static readonly Type[] Faces =
        [typeof(IVendorQueue), typeof(IReceivedFaxes), typeof(IReceivedMessages), typeof(IVendorCounters)];

    [Fact]
    public void Are_offered_by_the_faces_alone()
    {
        var beside = typeof(IVendorQueue).Assembly.GetExportedTypes().Except(Faces)
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => IsWait(method.ReturnType))
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}");

        Assert.Empty(beside);
    }

    [Fact]
    public void Have_no_face_that_is_unbounded()
    {
        var faces = typeof(IVendorQueue).Assembly.GetExportedTypes().Where(type => type.IsInterface && type.GetMethods().Any(method => IsWait(method.ReturnType)));

        Assert.Equal(Faces.Select(face => face.Name).Order(StringComparer.Ordinal), faces.Select(face => face.Name).Order(StringComparer.Ordinal));
        Assert.All(Faces, face => Assert.Contains(typeof(IVendorQueue).Assembly.GetTypes(), type => type.Name.StartsWith("Bounded", StringComparison.Ordinal) && face.IsAssignableFrom(type)));
    }

    /// <summary>Whoever makes an adapter gives it out in its bounded face.</summary>
    [Fact]
    public void Begin_with_adapters_that_one_place_makes()
    {
        var adapters = typeof(IVendorQueue).Assembly.GetTypes().Where(type => type.IsClass && Array.Exists(Faces, face => face.IsAssignableFrom(type)) && !type.Name.StartsWith("Bounded", StringComparison.Ordinal)).Select(type => type.Name).ToList();
        var makers = Sources("Gateway.Vendors", "Gateway").Where(file => adapters.Exists(adapter => Regex.IsMatch(file.Text, $@"\bnew {adapter}\("))).Select(file => file.Name);

        Assert.NotEmpty(adapters);
        Assert.All(makers, maker => Assert.EndsWith("Protocol.cs", maker, StringComparison.Ordinal));

        var askers = Sources("Gateway.Vendors", "Gateway").Where(file => Asking().IsMatch(file.Text)).Select(file => file.Name);
        Assert.Equal(["VendorQueues.cs"], askers);
    }

    [Fact]
    public void Stand_where_only_adapters_are()
    {
        var root = Repository.File("src", "Gateway.Vendors");
        var wrong = Sources("Gateway.Vendors").Where(file => Path.GetDirectoryName(file.Path) == root && Waiting().IsMatch(file.Text)).Select(file => file.Name);

        Assert.Empty(wrong);
        Assert.Contains(Sources("Gateway.Vendors"), file => Waiting().IsMatch(file.Text));
    }

    [Fact]
    public void Never_block_a_thread() => Assert.Empty(Sources("Gateway.Vendors").Where(file => Blocking().IsMatch(file.Text)).Select(file => file.Name));

    [Theory]
    [InlineData(@"using MySqlConnector|\bMySqlConnector\.")]
    [InlineData(@"\bNpgsqlDataSource(Builder)?\.Create\(|new NpgsqlDataSourceBuilder\(|new NpgsqlConnection\(")]
    [InlineData(@"\bVendorQueues\.Create(ReceivedFaxes|Counters)?\(")]
    public void Have_no_way_around_in_the_host(string way)
    {
        var places = Sources("Gateway").Where(file => Regex.IsMatch(file.Text, way)).Select(file => file.Name).ToList();

        // The state database has one maker of connections, and the table of vendors one of queues.
        Assert.Empty(places.Except(["StateSource.cs", "VendorTable.cs"]));
    }

    [Theory]
    [InlineData("await command.ExecuteReaderAsync(cancellationToken)")]
    [InlineData("await context.Messages.ToListAsync(cancellationToken)")]
    [InlineData("await using var transaction = await connection.BeginTransactionAsync(token)")]
    public void Of_these_kinds_would_be_found(string code) => Assert.Matches(Waiting(), code);

    private static bool IsWait(Type type) =>
        type == typeof(Task) || type == typeof(ValueTask)
        || (type.IsGenericType && type.GetGenericTypeDefinition() is var generic && (generic == typeof(Task<>) || generic == typeof(ValueTask<>) || generic == typeof(IAsyncEnumerable<>)));

    private static IEnumerable<(string Path, string Name, string Text)> Sources(params string[] projects) => Repository.Sources([.. projects.Select(project => Path.Combine("src", project))])
        .Select(path => (path, Path.GetFileName(path), File.ReadAllText(path)));

    [GeneratedRegex(@"\.(?:Open|Execute\w*|BeginTransaction|Commit|Rollback|SaveChanges|ToList|ToArray|ToDictionary|First|FirstOrDefault|Single|SingleOrDefault|Any|Count|LongCount|NextResult|Read)Async\(")]
    private static partial Regex Waiting();

    [GeneratedRegex(@"(?<!\bVendorQueues)\.Create(?:Queue|ReceivedFaxes|Counters)\(")]
    private static partial Regex Asking();

    [GeneratedRegex(@"\.(?:ExecuteReader|ExecuteNonQuery|ExecuteScalar|SaveChanges|ExecuteUpdate|ExecuteDelete|BeginTransaction)\(|connection\.Open\(\)")]
    private static partial Regex Blocking();
}
