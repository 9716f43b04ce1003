using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Gateway.Webhooks;

/// <summary>The section <c>Webhooks</c>.</summary>
internal sealed class WebhookOptions : IValidatableObject
{
    public const string Section = "Webhooks";

    /// <summary>
    /// Allows endpoints on private, loopback and link-local addresses. While it is off, nobody reaches your inner
    /// network through the gateway. Default: <c>false</c>.
    /// </summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>
    /// Allows endpoints in these networks of yours, and in no other inner ones, such as <c>10.20.0.0/16</c> or
    /// <c>fd00:1::/64</c>. Default: none.
    /// </summary>
    public List<string> AllowedNetworks { get; set; } = [];

    /// <summary>Seconds for one attempt, from connecting to the end of the answer. Default: 15. 1 to 60.</summary>
    [Range(1, 60, ErrorMessage = "Webhooks:TimeoutSeconds is 1 to 60.")]
    public int TimeoutSeconds { get; set; } = 15;

    /// <summary>Requests in flight to one endpoint. Default: 16. 1 to 256.</summary>
    [Range(1, 256, ErrorMessage = "Webhooks:ConcurrencyPerEndpoint is 1 to 256.")]
    public int ConcurrencyPerEndpoint { get; set; } = 16;

    /// <summary>
    /// Endpoints of one account; then 409 <c>too_many_webhooks</c>. Each event makes a delivery for every endpoint that
    /// wants it. Default: 100. 1 to 10,000.
    /// </summary>
    [Range(1, 10_000, ErrorMessage = "Webhooks:MostPerAccount is 1 to 10000.")]
    public int MostPerAccount { get; set; } = 100;

    /// <summary>
    /// Replays of one endpoint that may wait; then 429 <c>too_many_replays</c>. Default: 10. 1 to 1,000.
    /// </summary>
    [Range(1, 1000, ErrorMessage = "Webhooks:ReplaysPerEndpoint is 1 to 1000.")]
    public int ReplaysPerEndpoint { get; set; } = 10;

    /// <summary>
    /// Replays of all endpoints of one account that may wait; then 429 <c>too_many_replays</c>. Accounts take turns.
    /// Default: 50. 1 to 1,000.
    /// </summary>
    [Range(1, 1000, ErrorMessage = "Webhooks:ReplaysPerAccount is 1 to 1000.")]
    public int ReplaysPerAccount { get; set; } = 50;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => AllowedNetworks
        .Where(network => !IPNetwork.TryParse(network, out _))
        .Select(network => new ValidationResult($"Webhooks:AllowedNetworks: '{network}' is not a network such as 10.20.0.0/16."));
}
