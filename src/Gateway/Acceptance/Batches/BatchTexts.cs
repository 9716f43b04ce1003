namespace Gateway.Acceptance.Batches;

/// <summary>What the document says of the routes of batches.</summary>
internal static class BatchTexts
{
    /// <summary>Of <c>POST /v1/batches</c>.</summary>
    public const string Send =
        "Up to 10,000 messages, all or none of them: an error in one is 422, and nothing is sent.\n\nMore, up to "
        + "1,000,000 lines, as `application/x-ndjson` (one message a line) or `text/csv` (a header line; columns "
        + "are the message fields `to`, `name`, `channel`, `from`, `subject`, `text`, … and every column but those "
        + "is a variable `#{column}`), with the query parameters as defaults. Invalid lines are reported and "
        + "skipped; `GET /v1/batches/{id}/rejects` has all of them.\n\nA table is read as spreadsheets write it: "
        + "encoding by `charset` (utf-8, utf-16, cp949, euc-kr, ks_c_5601-1987, …), else by its mark, else found: "
        + "UTF-8 or CP949; separated by comma, semicolon, tab or bar, or as a line `sep=` says; header trimmed and "
        + "in any case; Korean names of columns known (수신번호 휴대폰번호 연락처 → `to`, 이름 성명 → `name`, 내용 메시지 → `text`, 제목 → "
        + "`subject`, 발신번호 → `from`, …), others by `columns=to:담당자연락처,name:고객`. A number that lost its 0 gets it "
        + "back and is counted in `repaired`; `1.01E+10` is `excel_number`; no line at all is 422 `no_lines`.\n\nA "
        + "table may be a workbook (.xlsx, its first visible sheet, numbers and dates as they are shown), under its "
        + "own content type or as `text/csv`. As `multipart/form-data` an upload has a part `defaults` (JSON with "
        + "every message field but `to`) and a part `file` (CSV, NDJSON or .xlsx); put `defaults` first, and the "
        + "file is read as it comes.\n\n`template` (in `defaults`, a message, a line, a column or the query) names a "
        + "template (`/v1/templates`) that gives channel, text and the rest; a line's own goes before that of the "
        + "defaults. One that is unknown is 422 for the whole where all lines name it, and rejects its line else.\n\n"
        + "A variable that no placeholder uses is probably a mistake: with JSON the "
        + "answer has `warnings`; in an upload it is an error (`unused_variable`), unless you say "
        + "`ignoreUnused=true`. A variable as other programs write it (`${name}`, `{{name}}`, `[*이름*]`) is sent as it "
        + "stands, and `warnings` has `other_placeholder`. An empty cell gives no value and is not an error; of "
        + "the first one of each variable that the text uses, `warnings` has `empty_variable`. A column whose name is "
        + "nearly that of a "
        + "field is refused (`unknown_field`) before anything is stored. When `text` is a query parameter and no "
        + "column, a column that it does not use is refused once, for the whole file.\n\nThe same content to the "
        + "same number twice in one batch is an error (`duplicate_recipient`; in an upload, of the later line), "
        + "unless `allowDuplicates` is true: in the body, in a message, or in the query of an upload.\n\n`hold: "
        + "true` (in the query of an upload `hold=true`) checks and stores everything, and nothing leaves until "
        + "`POST /v1/batches/{id}/release`; after 30 days without one the batch is canceled. `pace: { messages, "
        + "everySeconds }` (`pace=1000/60`) spreads the batch: so many messages at once, the next ones so many "
        + "seconds later, as if each were scheduled; quiet hours come behind it. A batch that would take more than "
        + "30 days is 422 `pace_too_slow`.\n\nA JSON batch and an upload have one scope of `Idempotency-Key`: a key "
        + "of the one is 422 `idempotency_key_reused` for the other.\n\nAn upload that broke off is repeated with "
        + "its `Idempotency-Key`, whole and unchanged, within 15 minutes: lines that are stored are not sent again. "
        + "Other or more lines than before are 422; after those 15 minutes it is 409 `upload_conflict`. "
        + "You get one `batch.completed` event after the last message finishes.";

    /// <summary>Of <c>GET /v1/batches/{id}</c>.</summary>
    public const string Get =
        "Batches are those that were sent with `POST /v1/batches`; the messages of one are listed by `GET "
        + "/v1/messages?batchId=`. Reports that come after `completedAt` change the messages, but not these counts.";

    /// <summary>Of <c>GET /v1/batches/{id}/rejects</c>.</summary>
    public const string Rejects =
        "A CSV file in UTF-8: `line`, `code`, `pointer` and `detail` say what is wrong (of several errors the first, "
        + "and all of them in `detail`), and behind them stand the line's own columns; of NDJSON one column "
        + "`json` with the line. Correct the lines and upload the file as it is: the first four columns are ignored. A "
        + "value that a spreadsheet would take for a formula has an apostrophe before it, which the upload "
        + "takes off again.\n\nKept as long as the batch, but not longer than contents (`Retention:Content`), and "
        + "encrypted where contents are. Numbers and names are whole, so it also needs the scope "
        + "`messages:read-pii`.";

    /// <summary>Of <c>POST /v1/batches/{id}/release</c>.</summary>
    public const string Release =
        "Its messages leave from now on, at their own times where these are later, and by the batch's pace. "
        + "Repeat it as you like. 403 `second_person_needed` when the account says `twoPersonRelease` and this key "
        + "sent the batch. 409 `not_held` when the batch was not held, was canceled, or was held for more than 30 "
        + "days; 409 `upload_conflict` while its upload goes on. A release and a cancel at the same moment have one "
        + "outcome: the one that comes first, and what is canceled stays so.";

    /// <summary>Of <c>POST /v1/batches/{id}/resend</c>.</summary>
    public const string Resend =
        "Each message is sent again **at most once**, whoever asks, on whatever node: a second resend of the same "
        + "batch finds what the first left, or has nothing to do (422 `nothing_to_resend`). What fails again is "
        + "sent again by a resend of the new batch. `resendOf` of the new batch names the first.\n\n`statuses` says "
        + "which ends (default failed and expired), `onlyRetryable` leaves out what fails again without anybody's "
        + "action. Texts, names and numbers are those of the messages, variables are filled already; `defaults` "
        + "take the place of their fields, such as another `vendor`. Everything is checked as for new messages: "
        + "opt-outs, quotas, senders, repeats, files. What may not be sent is counted in `rejected` (`GET "
        + "/v1/batches/{id}/rejects` of the new batch has it) and can be sent again later.\n\nA running batch is not "
        + "an error: what has ended is sent again, and `skipped.stillRunning` says how many have not. A "
        + "message whose fallback by the gateway was delivered, or still runs, is left out, and so is one whose "
        + "contents retention has removed. The id may also be the `batchId` of `POST /v1/messages`.\n\nOne that "
        + "broke off is repeated with its `Idempotency-Key` within 15 minutes and goes on; a resend with another "
        + "key takes what is left at any time. An expired message may have arrived without a report: its recipient "
        + "may get it twice.";
}
