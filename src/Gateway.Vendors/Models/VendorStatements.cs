using System.Data.Common;
using Gateway.Vendors.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Gateway.Vendors.Models;

/// <summary>What LINQ cannot say of a statement, and how values of any width are read.</summary>
internal sealed class VendorStatements : DbCommandInterceptor
{
    private const string LockTag = "gateway: lock";

    /// <summary>The rows that the query finds are locked until the transaction ends.</summary>
    public static IQueryable<T> Locked<T>(IQueryable<T> query) => query.TagWith(LockTag);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        VendorCommand.Lock(command, "-- " + LockTag);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command,
        CommandExecutedEventData eventData,
        DbDataReader result,
        CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<DbDataReader>(new PatientReader(result));
}
