using System.Data.Common;
using System.Linq.Expressions;
using Gateway.Vendors.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Gateway.Vendors.Models;

/// <summary>
/// One connection to a vendor's database, and its tables as a model. Reads follow nothing and keep nothing.
/// </summary>
internal sealed class VendorContext : DbContext
{
    private readonly VendorDatabase _database;

    /// <summary>Without a connection: only the model is asked for.</summary>
    public VendorContext(VendorDatabase database, VendorModel shape)
        : base(database.ContextOptions)
    {
        _database = database;
        Shape = shape;
    }

    public VendorModel Shape { get; }

    public DatabaseKind Kind => _database.Kind;

    public DbConnection Connection => Database.GetDbConnection();

    public static async Task<VendorContext> OpenAsync(
        VendorDatabase database, VendorModel shape, CancellationToken cancellationToken)
    {
        var connection = await database.OpenAsync(cancellationToken);
        return On(database, shape, connection);
    }

    /// <summary>Works on a connection and ends it with itself.</summary>
    private static VendorContext On(VendorDatabase database, VendorModel shape, DbConnection connection)
    {
        var context = new VendorContext(database, shape);
        context.Database.SetDbConnection(connection, contextOwnsConnection: true);
        return context;
    }

    /// <summary>READ COMMITTED, as everywhere (<see cref="VendorDatabase.BeginAsync"/>).</summary>
    public async Task<DbTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        var transaction = await VendorDatabase.BeginAsync(Connection, cancellationToken);
        await Database.UseTransactionAsync(transaction, cancellationToken);
        return transaction;
    }

    /// <summary>The rows of a table that the model names.</summary>
    public IQueryable<TRow> Rows<TRow>(string entity)
        where TRow : class => Set<TRow>(entity);

    /// <summary>The rows of a table of this form that was found under another name.</summary>
    public IQueryable<TRow> Rows<TRow>(string entity, string table)
        where TRow : class
    {
        var statement = "SELECT * FROM " + _database.Quote(VendorCommand.Identifier(table));
        return Set<TRow>(entity).FromSqlRaw(statement);
    }

    /// <summary>A selection without the columns that this install's tables need not have.</summary>
    public static Expression<Func<TRow, TResult>> Mapped<TRow, TResult>(
        VendorDatabase database, VendorModel shape, string entity, Expression<Func<TRow, TResult>> selection)
    {
        using var context = new VendorContext(database, shape);
        return MappedColumns.Of(context.Model.FindEntityType(entity) ?? throw new ArgumentException($"The model has no {entity}.", nameof(entity)), selection);
    }

    /// <summary>The ledger beside the vendor's tables.</summary>
    public IQueryable<LedgerRow> Ledger => Set<LedgerRow>(LedgerRow.Entity);

    protected override void OnModelCreating(ModelBuilder modelBuilder) => Shape.Configure(modelBuilder, Kind);

    /// <summary>Contexts of equal shapes share a model and the statements that were made for it.</summary>
    internal sealed class ModelKey : IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime) => context is VendorContext vendor
            ? (vendor.Shape, vendor.Kind, designTime)
            : throw new ArgumentException("Not a vendor's context.", nameof(context));
    }
}
