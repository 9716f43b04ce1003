using System.Collections;
using System.Data.Common;
using System.Globalization;

namespace Gateway.Vendors.Models;

/// <summary>
/// Reads values whatever width or type an install gave its columns, and whatever zone its times claim to have: a driver
/// alone refuses a number in a text column, or a long one for a short one.
/// </summary>
internal sealed class PatientReader(DbDataReader inner) : DbDataReader
{
    public override int Depth => inner.Depth;

    public override int FieldCount => inner.FieldCount;

    public override bool HasRows => inner.HasRows;

    public override bool IsClosed => inner.IsClosed;

    public override int RecordsAffected => inner.RecordsAffected;

    public override object this[int ordinal] => inner[ordinal];

    public override object this[string name] => inner[name];

    public override bool GetBoolean(int ordinal) =>
        Convert.ToBoolean(inner.GetValue(ordinal), CultureInfo.InvariantCulture);

    public override byte GetByte(int ordinal) => Convert.ToByte(inner.GetValue(ordinal), CultureInfo.InvariantCulture);

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) =>
        inner.GetBytes(ordinal, dataOffset, buffer, bufferOffset, length);

    public override char GetChar(int ordinal) => inner.GetChar(ordinal);

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) =>
        inner.GetChars(ordinal, dataOffset, buffer, bufferOffset, length);

    public override string GetDataTypeName(int ordinal) => inner.GetDataTypeName(ordinal);

    public override DateTime GetDateTime(int ordinal) => inner.GetDateTime(ordinal);

    /// <summary>A single-precision number is read by its shortest digits: 8.8, and not 8.80000019.</summary>
    public override decimal GetDecimal(int ordinal) =>
        Convert.ToDecimal(inner.GetValue(ordinal), CultureInfo.InvariantCulture);

    public override double GetDouble(int ordinal) =>
        Convert.ToDouble(inner.GetValue(ordinal), CultureInfo.InvariantCulture);

    public override IEnumerator GetEnumerator() => inner.GetEnumerator();

    public override Type GetFieldType(int ordinal) => inner.GetFieldType(ordinal);

    public override T GetFieldValue<T>(int ordinal) => inner.GetFieldValue<T>(ordinal);

    public override float GetFloat(int ordinal) =>
        Convert.ToSingle(inner.GetValue(ordinal), CultureInfo.InvariantCulture);

    public override Guid GetGuid(int ordinal) => inner.GetGuid(ordinal);

    public override short GetInt16(int ordinal) =>
        Convert.ToInt16(inner.GetValue(ordinal), CultureInfo.InvariantCulture);

    public override int GetInt32(int ordinal) =>
        inner.GetFieldType(ordinal) == typeof(int)
            ? inner.GetInt32(ordinal)
            : Convert.ToInt32(inner.GetValue(ordinal), CultureInfo.InvariantCulture);

    public override long GetInt64(int ordinal) =>
        inner.GetFieldType(ordinal) == typeof(long)
            ? inner.GetInt64(ordinal)
            : Convert.ToInt64(inner.GetValue(ordinal), CultureInfo.InvariantCulture);

    public override string GetName(int ordinal) => inner.GetName(ordinal);

    public override int GetOrdinal(string name) => inner.GetOrdinal(name);

    public override string GetString(int ordinal) =>
        inner.GetFieldType(ordinal) == typeof(string)
            ? inner.GetString(ordinal)
            : Convert.ToString(inner.GetValue(ordinal), CultureInfo.InvariantCulture) ?? "";

    public override object GetValue(int ordinal) => inner.GetValue(ordinal);

    public override int GetValues(object[] values) => inner.GetValues(values);

    public override bool IsDBNull(int ordinal) => inner.IsDBNull(ordinal);

    public override Task<bool> IsDBNullAsync(int ordinal, CancellationToken cancellationToken) =>
        inner.IsDBNullAsync(ordinal, cancellationToken);

    public override bool NextResult() => inner.NextResult();

    public override Task<bool> NextResultAsync(CancellationToken cancellationToken) =>
        inner.NextResultAsync(cancellationToken);

    public override bool Read() => inner.Read();

    public override Task<bool> ReadAsync(CancellationToken cancellationToken) => inner.ReadAsync(cancellationToken);

    public override void Close() => inner.Close();

    public override Task CloseAsync() => inner.CloseAsync();

    public override ValueTask DisposeAsync() => inner.DisposeAsync();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
