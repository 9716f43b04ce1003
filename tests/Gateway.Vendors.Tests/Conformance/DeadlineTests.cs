using System.Data.Common;
using System.Reflection;
using Gateway.Vendors.Databases;
using Gateway.Vendors.Xroshot;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>A database that never answers: every member of every face to it ends all the same, also one that is added later.</summary>
public sealed class DeadlineTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(60);

    private static readonly Type[] Faces = [typeof(IVendorQueue), typeof(IReceivedFaxes), typeof(IReceivedMessages), typeof(IVendorCounters)];

    public static TheoryData<string, string> Members =>
        [.. Faces.SelectMany(face => face.GetMethods().Where(method => !method.IsSpecialName).Select(method => (face.Name, method.Name)))];

    [Theory, MemberData(nameof(Members))]
    public async Task Ends_when_the_database_never_answers(string face, string member)
    {
        var method = Faces.Single(type => type.Name == face).GetMethod(member)!;
        var bounded = Bounded(face);

        var fault = await FaultAsync(bounded, method.Invoke(bounded, [.. method.GetParameters().Select(ValueOf)])!).WaitAsync(Generous, TestContext.Current.CancellationToken);

        Assert.Contains("did not answer within", fault, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Matrix.All), MemberType = typeof(Matrix))]
    public void Bounds_every_queue_that_is_made(Protocol protocol, DatabaseKind kind)
    {
        var settings = new VendorSettings
        {
            Protocol = protocol.Class(),
            Database = kind,
            ConnectionString = kind == DatabaseKind.MySql ? "Server=nowhere" : "Host=nowhere",
            Setup = protocol == Protocol.Xroshot ? new XroshotSettings { ReceiveDirectory = "/in", ReceiveMessages = true } : protocol.Class().NewSettings(),
        };

        Assert.IsType<BoundedQueue>(VendorQueues.Create(settings, TimeProvider.System));
        Assert.True(VendorQueues.CreateReceivedFaxes(settings, TimeProvider.System) is null or BoundedFaxes);
        Assert.True(VendorQueues.CreateReceivedMessages(settings, TimeProvider.System) is null or BoundedMessages);
        Assert.True(VendorQueues.CreateCounters(settings) is null or BoundedCounters);
    }

    private static object Bounded(string face) => face switch
    {
        nameof(IVendorQueue) => new BoundedQueue(DispatchProxy.Create<IVendorQueue, Hung>(), TimeProvider.System, clock: new Hasty()),
        nameof(IReceivedFaxes) => new BoundedFaxes(DispatchProxy.Create<IReceivedFaxes, Hung>(), TimeProvider.System, new Hasty()),
        nameof(IReceivedMessages) => new BoundedMessages(
            DispatchProxy.Create<IReceivedMessages, Hung>(), TimeProvider.System, new Hasty()),
        _ => new BoundedCounters(DispatchProxy.Create<IVendorCounters, Hung>(), new Hasty()),
    };

    private static object? ValueOf(ParameterInfo parameter) =>
        parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : Array.CreateInstance(parameter.ParameterType.GetGenericArguments()[0], 0);

    private static async Task<string?> FaultAsync(object bounded, object answer)
    {
        try
        {
            switch (answer)
            {
                case IAsyncEnumerable<object> pages:
                    await foreach (var page in pages)
                    {
                        Assert.Fail($"{page} came.");
                    }

                    break;
                case Task<HandOverOutcome> handOver:
                    Assert.Equal(HandOverKind.InDoubt, (await handOver).Kind);
                    return (await handOver).Fault!.Message;
                case Task work:
                    await work;
                    break;
            }
        }
        catch (DbException fault)
        {
            return fault.Message;
        }

        // A try to write notes its fault and throws none.
        return (bounded as BoundedQueue)?.Writing?.Fault;
    }

    /// <summary>Never answers, and hears no cancellation: the worst that a driver has done.</summary>
    public class Hung : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var type = targetMethod!.ReturnType;
            if (type == typeof(Task))
            {
                return new TaskCompletionSource().Task;
            }

            var result = type.GetGenericArguments()[0];
            return type.GetGenericTypeDefinition() == typeof(Task<>)
                ? typeof(Hung).GetMethod(nameof(Never), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(result).Invoke(null, null)
                : typeof(Hung).GetMethod(nameof(NoPages), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(result).Invoke(null, null);
        }

        private static Task<T> Never<T>() => new TaskCompletionSource<T>().Task;

        private static async IAsyncEnumerable<T> NoPages<T>()
        {
            await new TaskCompletionSource().Task;
            yield break;
        }
    }

    /// <summary>A clock whose timers ring after a hundredth of the time.</summary>
    private sealed class Hasty : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 100 : dueTime, period);
    }
}
