using System.ComponentModel.DataAnnotations;

namespace Gateway.Accounts;

/// <summary>The section <c>Limits</c>: requests that one node takes, counted on each node for itself; and what one account may have, counted for all nodes together.</summary>
internal sealed class LimitsOptions
{
    public const string Section = "Limits";

    /// <summary>
    /// Requests a second with one key on one node, with bursts of twice as many. An account may have its own number. 0:
    /// no limit. Default: 0. 0 to 1,000,000.
    /// </summary>
    [Range(0, 1_000_000, ErrorMessage = "Limits:RequestsPerSecond is 0 to 1000000.")]
    public int RequestsPerSecond { get; set; }

    /// <summary>
    /// Wrong keys a minute from one address; then they get 429. Right keys of that address work all the same. 0: no
    /// limit. Default: 60. 0 to 1,000,000.
    /// </summary>
    [Range(0, 1_000_000, ErrorMessage = "Limits:WrongKeysPerMinute is 0 to 1000000.")]
    public int WrongKeysPerMinute { get; set; } = 60;

    /// <summary>
    /// Sender numbers of one account; then 409 <c>too_many_senders</c>. Default: 1,000. 1 to 100,000.
    /// </summary>
    [Range(1, 100_000, ErrorMessage = "Limits:SendersPerAccount is 1 to 100000.")]
    public int SendersPerAccount { get; set; } = 1000;

    /// <summary>
    /// Keys of one account that are not revoked; then 409 <c>too_many_keys</c>. Default: 100. 1 to 10,000.
    /// </summary>
    [Range(1, 10_000, ErrorMessage = "Limits:KeysPerAccount is 1 to 10000.")]
    public int KeysPerAccount { get; set; } = 100;

    /// <summary>
    /// Numbers on the opt-out list of one account; then 409 <c>too_many_optouts</c>. Default: 1,000,000. 1 to
    /// 10,000,000.
    /// </summary>
    [Range(1, 10_000_000, ErrorMessage = "Limits:OptOutsPerAccount is 1 to 10000000.")]
    public int OptOutsPerAccount { get; set; } = 1_000_000;

    /// <summary>Templates of one account; then 409 <c>too_many_templates</c>. Default: 10,000. 1 to 100,000.</summary>
    [Range(1, 100_000, ErrorMessage = "Limits:TemplatesPerAccount is 1 to 100000.")]
    public int TemplatesPerAccount { get; set; } = 10_000;

    /// <summary>
    /// Uploaded files that one account has at the same time; then 409 <c>too_many_files</c>. Default: 10,000. 1 to
    /// 1,000,000.
    /// </summary>
    [Range(1, 1_000_000, ErrorMessage = "Limits:FilesPerAccount is 1 to 1000000.")]
    public int FilesPerAccount { get; set; } = 10_000;

    /// <summary>
    /// Megabytes (1024 × 1024 bytes) of all uploaded files that one account has at the same time; then 409
    /// <c>too_many_files</c>. Default: 10,240. 1 to 100,000,000.
    /// </summary>
    [Range(1, 100_000_000, ErrorMessage = "Limits:FileMegabytesPerAccount is 1 to 100000000.")]
    public int FileMegabytesPerAccount { get; set; } = 10_240;

    /// <summary>
    /// Streams (<c>/v1/events/stream</c>, <c>/v1/live</c>) that one key has open on one node; then 429
    /// <c>too_many_streams</c>. Default: 20. 1 to 10,000.
    /// </summary>
    [Range(1, 10_000, ErrorMessage = "Limits:StreamsPerKey is 1 to 10000.")]
    public int StreamsPerKey { get; set; } = 20;

    /// <summary>
    /// Messages a day that all test keys of an account send together; then 429 <c>test_messages_exceeded</c>. They are
    /// kept like others. 0: no limit. Default: 10,000. 0 to 100,000,000.
    /// </summary>
    [Range(0, 100_000_000, ErrorMessage = "Limits:TestMessagesPerDay is 0 to 100000000.")]
    public int TestMessagesPerDay { get; set; } = 10_000;
}
