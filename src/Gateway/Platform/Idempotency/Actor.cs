namespace Gateway.Platform.Idempotency;

/// <summary>For whom a request is carried out.</summary>
/// <param name="AccountId">
/// The account that the request changes; an operator may act for another account than the key's own.
/// </param>
/// <param name="Test">
/// True for a test key: what it sends never reaches a vendor, so it must not stand for a live request.
/// </param>
internal readonly record struct Actor(Guid AccountId, bool Test);
