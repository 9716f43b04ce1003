using System.Text.Json;

namespace Gateway.Benchmarks.Bounds;

/// <summary>A row of the bounds' table: as wide as the product's record of a message.</summary>
internal sealed class BoundRow(BoundBody body, DateTimeOffset now)
{
    private static readonly Guid Account = new("00000000-0000-7000-8000-000000000001");

    public Guid Id { get; } = Guid.CreateVersion7(now);

    public Guid AccountId => Account;

    public BoundBody Body { get; } = body;

    public string? Metadata { get; } = body.Metadata is { } metadata ? JsonSerializer.Serialize(metadata, BoundJson.Default.DictionaryStringString) : null;

    public DateTimeOffset CreatedAt { get; } = now;

    public DateTimeOffset ExpiresAt { get; } = now.AddHours(48);

    /// <summary>Completes when the row is committed.</summary>
    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
