namespace Gateway.Vendors;

/// <summary>The database system that holds a vendor's queue tables.</summary>
public enum DatabaseKind
{
    /// <summary>PostgreSQL 14 or newer.</summary>
    PostgreSql = 0,

    /// <summary>MySQL 5.7 or newer, or MariaDB 10.3 or newer, with InnoDB tables.</summary>
    MySql = 1,
}
