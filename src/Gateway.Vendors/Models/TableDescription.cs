using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gateway.Vendors.Models;

/// <summary>
/// One table, column by column in the manual's order. In a whole model its rows are bags of all columns; else they are <typeparamref name="TRow"/>, whose properties hold what is read, beside the
/// columns that are only written.
/// </summary>
internal sealed class TableDescription<TRow>
    where TRow : class
{
    private readonly DatabaseKind _kind;
    private readonly bool _whole;
    private readonly EntityTypeBuilder _entity;
    private readonly List<string> _keys = [];
    private readonly HashSet<string> _columns = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _properties = [];
    private readonly Dictionary<string, Use> _special = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _lookUps = [];

    public TableDescription(ModelBuilder builder, DatabaseKind kind, bool whole, string entity, string? table, bool own)
    {
        _kind = kind;
        _whole = whole;
        _entity = whole ? builder.SharedTypeEntity<Dictionary<string, object>>(entity) : builder.SharedTypeEntity<TRow>(entity);
        _entity.ToTable(table is null || whole || kind == DatabaseKind.MySql ? table : Folded(table));
        _entity.HasAnnotation(Facts.Table, table);
        if (whole && !own)
        {
            _entity.HasCharSet("utf8mb4");
        }
    }

    /// <summary>A free column that the settings give a meaning to. Where the manual's table has no such column, the install's own has one.</summary>
    public TableDescription<TRow> Special(string? column, Use use)
    {
        if (column is not null)
        {
            _special[column] = use;
        }

        return this;
    }

    /// <summary>A column of the primary key.</summary>
    public TableDescription<TRow> Key(string column, ColumnType type, Use use, bool numbered = false, string? otherwise = null)
    {
        if (Add(column, type, use, required: true, otherwise) is not { } property)
        {
            return this;
        }

        _keys.Add(property.Metadata.Name);
        property.ValueGeneratedNever();
        return numbered ? Number(property) : this;
    }

    /// <summary>A column that the database numbers, beside the primary key.</summary>
    public TableDescription<TRow> Numbered(string column, ColumnType type, Use use = default)
    {
        if (Add(column, type, use, required: true, null) is { } property)
        {
            Number(property);
        }

        return this;
    }

    /// <summary>Any other column; <paramref name="otherwise"/> is its default as SQL.</summary>
    public TableDescription<TRow> Column(string column, ColumnType type, Use use = default, bool required = false, string? otherwise = null)
    {
        Add(column, type, use, required, otherwise);
        return this;
    }

    /// <summary>Columns that look-ups need at the head of an index. The gateway makes these indexes when it may.</summary>
    public TableDescription<TRow> LookUp(params IEnumerable<string> columns)
    {
        _lookUps.AddRange(columns);
        return this;
    }

    /// <summary>An index that is made with the table.</summary>
    public TableDescription<TRow> Index(string name, string column)
    {
        if (_whole)
        {
            _entity.HasIndex(column).HasDatabaseName(name);
        }

        return this;
    }

    public void Build()
    {
        foreach (var (column, use) in _special.Where(special => !_columns.Contains(special.Key) && !_whole))
        {
            Add(column, ColumnType.Text(60), use, required: false, null);
        }

        if (_keys.Count > 0)
        {
            _entity.HasKey([.. _keys]);
        }
        else
        {
            _entity.HasNoKey();
        }

        if (_whole)
        {
            return;
        }

        foreach (var unused in typeof(TRow).GetProperties().Where(property => !_properties.Contains(property.Name)))
        {
            _entity.Ignore(unused.Name);
        }

        _entity.HasAnnotation(Facts.LookUps, _lookUps);
    }

    private TableDescription<TRow> Number(PropertyBuilder property)
    {
        if (_whole)
        {
            property.ValueGeneratedOnAdd().HasAnnotation(Facts.Numbered, true);
        }

        return this;
    }

    private PropertyBuilder? Add(string column, ColumnType type, Use use, bool required, string? otherwise)
    {
        var meant = _special.GetValueOrDefault(column, use);
        _columns.Add(column);
        return _whole ? AddWhole(column, type, required, otherwise) : meant.Needed ? AddNeeded(column, type, meant) : null;
    }

    private PropertyBuilder AddWhole(string column, ColumnType type, bool required, string? otherwise)
    {
        var clr = required || !type.Clr.IsValueType ? type.Clr : typeof(Nullable<>).MakeGenericType(type.Clr);
        var property = _entity.IndexerProperty(clr, column).HasColumnName(column).HasColumnType(type.Of(_kind)).HasColumnOrder(_columns.Count).IsRequired(required);
        if (type.CharSet is { } set)
        {
            property.HasCharSet(set);
        }

        return otherwise is null ? property : property.HasDefaultValueSql(otherwise);
    }

    private PropertyBuilder AddNeeded(string column, ColumnType type, Use use)
    {
        var property = use.Property is { } name
            ? _entity.Property(typeof(TRow).GetProperty(name)!.PropertyType, name)
            : _entity.Property(type.Clr.IsValueType ? typeof(Nullable<>).MakeGenericType(type.Clr) : type.Clr, column);
        _properties.Add(property.Metadata.Name);
        var clr = Nullable.GetUnderlyingType(property.Metadata.ClrType) ?? property.Metadata.ClrType;
        property.HasColumnName(_kind == DatabaseKind.MySql ? column : Folded(column)).HasColumnType(type.WorkingOf(_kind, clr)).HasAnnotation(Facts.Column, column);
        if (use.IsId)
        {
            property.HasAnnotation(Facts.IsId, true);
        }

        if (use.AnyLetter)
        {
            property.HasAnnotation(Facts.AnyLetter, true);
        }

        var length = use.Most ?? (use.IsId ? ColumnType.IdLength : use.Letters ? type.Length : null);
        return length is null ? property : property.HasAnnotation(Facts.Length, length);
    }

    /// <summary>PostgreSQL folds names that stand without quotes, and all of these do when tables are made.</summary>
    private static string Folded(string name) => name.ToLower(CultureInfo.InvariantCulture);
}
