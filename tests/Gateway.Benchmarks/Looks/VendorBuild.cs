using System.Reflection;
using System.Runtime.Loader;

namespace Gateway.Benchmarks.Looks;

/// <summary>One build of the vendors' adapters, loaded beside another one. Both are driven through the public face, which is found by its names.</summary>
internal sealed class VendorBuild
{
    private readonly Assembly _vendors;
    private readonly Type _face;

    public VendorBuild(string name, string path)
    {
        _vendors = new Folder(name, Path.GetDirectoryName(Path.GetFullPath(path))!).LoadFromAssemblyPath(Path.GetFullPath(path));
        _face = Named("IVendorQueue");
    }

    public object NewQueue(string protocol, string kind, string connectionString)
    {
        var settings = Activator.CreateInstance(Named("VendorSettings"))!;
        Set(settings, "Protocol", ProtocolOf(protocol));
        Set(settings, "Database", Enum.Parse(Named("DatabaseKind"), kind));
        Set(settings, "ConnectionString", connectionString);
        Set(settings, "CreateTables", true);
        return Named("VendorQueues").GetMethod("Create")!.Invoke(null, [settings, TimeProvider.System])!;
    }

    public async Task RunAsync(object queue, string method, params object[] arguments) =>
        await (Task)_face.GetMethod(method)!.Invoke(queue, [.. arguments, CancellationToken.None])!;

    /// <summary>Reads pages to their end; answers how many there were.</summary>
    public async Task ScanAsync(object queue, DateTimeOffset since, int pageSize)
    {
        await foreach (var page in (IAsyncEnumerable<object>)_face.GetMethod("ScanAsync")!.Invoke(queue, [since, pageSize, CancellationToken.None])!)
        {
            _ = page;
        }
    }

    /// <summary>A list of the face's own pairs, such as what a probe looks for.</summary>
    public Array Pairs(string type, IEnumerable<(Guid First, object Second)> pairs)
    {
        object[] items = [.. pairs.Select(pair => Activator.CreateInstance(Named(type), pair.First, pair.Second)!)];
        var list = Array.CreateInstance(Named(type), items.Length);
        items.CopyTo(list, 0);
        return list;
    }

    /// <summary>Older builds have an enumeration.</summary>
    private object ProtocolOf(string name) => Named("VendorProtocol") is { IsEnum: true } words
        ? Enum.Parse(words, name)
        : Named("VendorProtocols").GetMethod("Find")!.Invoke(null, [name.ToLowerInvariant()])!;

    private Type Named(string type) => _vendors.GetType("Gateway.Vendors." + type, throwOnError: true)!;

    private static void Set(object target, string property, object value) => target.GetType().GetProperty(property)!.SetValue(target, value);

    /// <summary>What lies beside a build is its own; the rest is everybody's.</summary>
    private sealed class Folder(string name, string path) : AssemblyLoadContext(name)
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var file = Path.Combine(path, assemblyName.Name + ".dll");
            return File.Exists(file) ? LoadFromAssemblyPath(file) : null;
        }
    }
}
