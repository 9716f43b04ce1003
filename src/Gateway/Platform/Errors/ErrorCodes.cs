namespace Gateway.Platform.Errors;

/// <summary>Every <c>code</c> of a problem answer, with its HTTP status and title. Codes are stable for ever; details may be reworded.</summary>
internal sealed record ErrorCode(string Code, int Status, string Title)
{
    public static readonly ErrorCode MalformedBody = new("malformed_body", 400, "The request body cannot be read.");
    public static readonly ErrorCode InvalidRequest = new("invalid_request", 400, "The request is not well formed.");
    public static readonly ErrorCode Unauthorized = new("unauthorized", 401, "The key is missing or wrong.");
    public static readonly ErrorCode Forbidden = new("forbidden", 403, "The key lacks a scope.");
    public static readonly ErrorCode TestKey = new("test_key", 403, "A test key cannot change what live traffic uses.");
    public static readonly ErrorCode AddressNotAllowed = new(
        "address_not_allowed", 403, "The key may not be used from this address.");
    public static readonly ErrorCode SecondPersonNeeded = new(
        "second_person_needed", 403, "Another key must release this batch.");
    public static readonly ErrorCode NotFound = new("not_found", 404, "Not found.");
    public static readonly ErrorCode MethodNotAllowed = new(
        "method_not_allowed", 405, "This path does not support this method.");
    public static readonly ErrorCode RequestTimeout = new("request_timeout", 408, "The request came too slowly.");
    public static readonly ErrorCode FileInUse = new("file_in_use", 409, "The file is needed by a message that has not ended.");
    public static readonly ErrorCode FaxFileMissing = new("fax_file_missing", 409, "The file of this fax is missing.");
    public static readonly ErrorCode WebhookDisabled = new("webhook_disabled", 409, "The webhook is disabled.");
    public static readonly ErrorCode TooManyWebhooks = new(
        "too_many_webhooks", 409, "The account has reached its limit of webhooks.");
    public static readonly ErrorCode TooManySenders = new(
        "too_many_senders", 409, "The account has reached its limit of sender numbers.");
    public static readonly ErrorCode SenderBlocked = new("sender_blocked", 409, "The sender number is blocked.");
    public static readonly ErrorCode TooManyKeys = new(
        "too_many_keys", 409, "The account has reached its limit of keys.");
    public static readonly ErrorCode TooManyOptOuts = new(
        "too_many_optouts", 409, "The account has reached its limit of opt-outs.");
    public static readonly ErrorCode TooManyFiles = new(
        "too_many_files", 409, "The account has reached its limit of files, or of their size.");
    public static readonly ErrorCode TooManyTemplates =
        new("too_many_templates", 409, "The account has reached its limit of templates.");
    public static readonly ErrorCode TemplateExists =
        new("template_exists", 409, "The account has another template of this name or code.");
    public static readonly ErrorCode NotCancelable = new("not_cancelable", 409, "The message can no longer be canceled.");
    public static readonly ErrorCode NotScheduled = new("not_scheduled", 409, "The message is no longer scheduled.");
    public static readonly ErrorCode NotHeld = new("not_held", 409, "The batch is not held.");
    public static readonly ErrorCode UploadConflict = new("upload_conflict", 409, "The batch was completed, or another upload with this key goes on at the same time.");
    public static readonly ErrorCode DuplicateMessage = new("duplicate_message", 409, "The same message was sent a moment ago.");
    public static readonly ErrorCode IdempotencyKeyInUse = new("idempotency_key_in_use", 409, "The first request with this idempotency key is still running.");
    public static readonly ErrorCode SecretShownBefore = new("secret_shown_before", 409, "The request was carried out before, and its secret is not shown again.");
    public static readonly ErrorCode AnswerLost = new("answer_lost", 409, "The request was carried out before, and its answer cannot be shown any more.");
    public static readonly ErrorCode CursorExpired =
        new("cursor_expired", 410, "The cursor has expired.");
    public static readonly ErrorCode PreconditionFailed = new(
        "precondition_failed", 412, "A precondition of the request failed.");
    public static readonly ErrorCode BodyTooLarge = new("body_too_large", 413, "The request body is too large.");
    public static readonly ErrorCode UnsupportedMediaType = new("unsupported_media_type", 415, "The content type is not supported.");
    public static readonly ErrorCode RangeNotSatisfiable = new(
        "range_not_satisfiable", 416, "The requested range is outside the file.");
    public static readonly ErrorCode InvalidMessage = new("validation_failed", 422, "The request is invalid.");
    public static readonly ErrorCode NoLines = new("no_lines", 422, "The upload has no line with a message.");
    public static readonly ErrorCode NothingToResend = new(
        "nothing_to_resend", 422, "No message of the batch can be sent again.");
    public static readonly ErrorCode IdempotencyKeyReused = new("idempotency_key_reused", 422, "The idempotency key was used with another request.");
    public static readonly ErrorCode UnusableFile = new("unusable_file", 422, "The file cannot be sent.");
    public static readonly ErrorCode RateLimited = new("rate_limited", 429, "Too many requests.");
    public static readonly ErrorCode TooManyStreams =
        new("too_many_streams", 429, "The key has reached its limit of open streams.");
    public static readonly ErrorCode TooManyReplays = new(
        "too_many_replays", 429, "The account has reached its limit of waiting replays.");
    public static readonly ErrorCode DailyQuotaExceeded = new(
        "daily_quota_exceeded", 429, "The account's daily quota is used up.");
    public static readonly ErrorCode TestMessagesExceeded = new(
        "test_messages_exceeded", 429, "The account's daily test messages are used up.");
    public static readonly ErrorCode MonthlyQuotaExceeded = new(
        "monthly_quota_exceeded", 429, "The account's monthly quota is used up.");
    public static readonly ErrorCode RecipientCapExceeded = new(
        "recipient_cap_exceeded", 429, "A recipient has reached the hourly limit of messages.");
    public static readonly ErrorCode Internal = new("internal_error", 500, "Internal error.");
    public static readonly ErrorCode Overloaded = new("overloaded", 503, "The gateway is busy. Try again a little later.");
    public static readonly ErrorCode StorageUnavailable = new("storage_unavailable", 503, "The gateway's database cannot be reached. Try again a little later.");
    public static readonly ErrorCode VendorUnavailable = new("vendor_unavailable", 503, "The vendor's database cannot be reached. Try again a little later.");
    public static readonly ErrorCode FilesUnavailable = new("file_storage_unavailable", 503, "The gateway's file storage cannot be used. Try again a little later.");

    /// <summary>All codes, for the documentation.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        MalformedBody, InvalidRequest, Unauthorized, Forbidden, TestKey, AddressNotAllowed, SecondPersonNeeded, NotFound, MethodNotAllowed, RequestTimeout, FileInUse, FaxFileMissing, WebhookDisabled, TooManyWebhooks, TooManySenders, SenderBlocked, TooManyKeys, TooManyOptOuts, TooManyFiles, TooManyTemplates, TemplateExists, NotCancelable, NotScheduled, NotHeld, UploadConflict, DuplicateMessage, IdempotencyKeyInUse, SecretShownBefore, AnswerLost, CursorExpired, PreconditionFailed, BodyTooLarge, UnsupportedMediaType, RangeNotSatisfiable, InvalidMessage,
        NoLines, NothingToResend, IdempotencyKeyReused, UnusableFile, RateLimited, TooManyStreams, TooManyReplays, DailyQuotaExceeded, TestMessagesExceeded, MonthlyQuotaExceeded, RecipientCapExceeded, Internal, Overloaded, StorageUnavailable, VendorUnavailable, FilesUnavailable,
    ];
}
