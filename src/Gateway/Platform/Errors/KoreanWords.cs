using System.Collections.Frozen;

namespace Gateway.Platform.Errors;

/// <summary>
/// What problems and faults say in Korean, by their codes: the one place of these words. A problem has a title and what
/// to do; a fault says what is wrong. What only this request knows, such as a limit, follows in English.
/// </summary>
internal static class KoreanWords
{
    private const string OfProblems = """
        malformed_body | 요청 본문을 읽을 수 없습니다. | 본문의 형식과 Content-Type을 확인하세요.
        invalid_request | 요청 형식이 올바르지 않습니다. | errors에 표시된 항목을 고쳐 다시 요청하세요.
        unauthorized | API 키가 없거나 올바르지 않습니다. | Authorization: Bearer <키> 헤더를 확인하세요.
        forbidden | API 키에 필요한 권한이 없습니다. | 필요한 권한(scope)이 있는 키를 사용하세요.
        test_key | 테스트 키로는 운영에 영향을 주는 변경을 할 수 없습니다. | 운영용 키를 사용하세요.
        address_not_allowed | 허용되지 않은 주소에서 사용한 API 키입니다. | 키의 allowedAddresses에 이 주소를 추가하세요.
        second_person_needed | 다른 키로 승인해야 하는 배치입니다. | 배치를 올린 키가 아닌 다른 키로 승인하세요.
        not_found | 찾을 수 없습니다. | 주소와 id를 확인하세요. 다른 계정의 데이터는 조회할 수 없습니다.
        method_not_allowed | 이 경로에서 지원하지 않는 메서드입니다. | API 문서에서 메서드를 확인하세요.
        request_timeout | 요청이 너무 느리게 전송되었습니다. | 연결 상태를 확인하고 다시 요청하세요.
        file_in_use | 아직 끝나지 않은 메시지가 사용하는 파일입니다. | 메시지가 끝난 뒤 삭제하세요.
        fax_file_missing | 팩스 파일이 없습니다. | 에이전트가 파일을 저장했는지 확인하고 나중에 다시 요청하세요.
        webhook_disabled | 비활성화된 웹훅입니다. | 웹훅을 활성화한 뒤 다시 요청하세요.
        too_many_webhooks | 계정의 웹훅 한도에 도달했습니다. | 사용하지 않는 웹훅을 삭제하세요.
        too_many_senders | 계정의 발신번호 한도에 도달했습니다. | 사용하지 않는 발신번호를 삭제하세요.
        sender_blocked | 차단된 발신번호입니다. | 차단 사유를 해결한 뒤 운영자에게 해제를 요청하세요.
        too_many_keys | 계정의 API 키 한도에 도달했습니다. | 사용하지 않는 키를 폐기하세요.
        too_many_optouts | 계정의 수신거부 번호 한도에 도달했습니다. | 운영자에게 한도 상향을 요청하세요.
        too_many_files | 계정의 파일 개수 또는 용량 한도에 도달했습니다. | 사용하지 않는 파일을 삭제하세요.
        too_many_templates | 계정의 템플릿 한도에 도달했습니다. | 사용하지 않는 템플릿을 삭제하세요.
        template_exists | 이름이나 코드가 같은 템플릿이 이미 있습니다. | 다른 이름을 쓰거나 기존 템플릿을 수정하세요.
        not_cancelable | 더 이상 취소할 수 없는 메시지입니다. | 에이전트가 이미 가져갔거나 발송이 끝났습니다.
        not_scheduled | 더 이상 예약 상태가 아닌 메시지입니다. | 예약 시각이 지났거나 취소된 메시지입니다.
        not_held | 보류 중인 배치가 아닙니다. | 배치의 state를 확인하세요.
        upload_conflict | 이미 완료되었거나 같은 멱등키로 다른 업로드가 진행 중인 배치입니다. | 진행 중인 업로드가 끝난 뒤 상태를 확인하세요.
        duplicate_message | 얼마 전에 같은 메시지를 보냈습니다. | errors의 messageId가 먼저 보낸 메시지입니다.
        idempotency_key_in_use | 같은 멱등키의 첫 요청이 아직 처리 중입니다. | 잠시 후 같은 멱등키로 다시 요청하세요.
        secret_shown_before | 이미 처리된 요청이며 비밀값은 다시 표시하지 않습니다. | 비밀값을 잃어버렸다면 해당 id를 삭제하고 새로 만드세요.
        answer_lost | 이미 처리된 요청이지만 당시 응답을 다시 보여줄 수 없습니다. | 조회 API로 결과를 확인하세요.
        cursor_expired | 만료된 커서입니다. | 커서 없이 다시 시작하고, 누락되었을 수 있는 결과는 GET /v1/messages로 확인하세요.
        precondition_failed | 요청의 전제 조건이 맞지 않습니다. | 조건부 헤더를 확인하세요.
        body_too_large | 요청 본문이 너무 큽니다. | 나누어 보내거나 파일 크기를 줄이세요.
        unsupported_media_type | 지원하지 않는 Content-Type입니다. | 이 경로가 받는 Content-Type으로 다시 보내세요.
        range_not_satisfiable | 요청한 범위가 파일을 벗어났습니다. | Range 헤더를 확인하세요.
        validation_failed | 요청 내용이 올바르지 않습니다. | errors에 표시된 항목을 고쳐 다시 요청하세요.
        no_lines | 업로드한 파일에 메시지가 없습니다. | 머리글 아래에 한 행 이상 있어야 합니다.
        nothing_to_resend | 배치에 다시 보낼 수 있는 메시지가 없습니다. | 이미 재발송했거나 조건에 맞는 메시지가 없습니다.
        idempotency_key_reused | 다른 요청에 사용한 멱등키입니다. | 요청마다 새 멱등키를 사용하세요.
        unusable_file | 보낼 수 없는 파일입니다. | 파일 형식과 크기를 확인하세요.
        rate_limited | 요청이 너무 많습니다. | Retry-After만큼 기다린 뒤 다시 요청하세요.
        too_many_streams | API 키의 동시 스트림 한도에 도달했습니다. | 사용하지 않는 스트림을 닫으세요.
        too_many_replays | 계정의 대기 중인 재전송 한도에 도달했습니다. | 진행 중인 재전송이 끝난 뒤 다시 요청하세요.
        daily_quota_exceeded | 계정의 일일 한도를 모두 사용했습니다. | 내일 다시 보내거나 운영자에게 한도 상향을 요청하세요.
        test_messages_exceeded | 계정의 일일 테스트 메시지 한도를 모두 사용했습니다. | 내일 다시 시도하세요.
        monthly_quota_exceeded | 계정의 월간 한도를 모두 사용했습니다. | 다음 달에 다시 보내거나 운영자에게 한도 상향을 요청하세요.
        recipient_cap_exceeded | 수신자의 시간당 메시지 한도에 도달했습니다. | Retry-After만큼 기다린 뒤 다시 보내세요.
        internal_error | 내부 오류가 발생했습니다. | traceId를 알려 주시면 로그에서 원인을 찾을 수 있습니다.
        overloaded | 게이트웨이가 혼잡합니다. 잠시 후 다시 시도하세요. | Retry-After만큼 기다린 뒤 같은 멱등키로 다시 요청하세요.
        storage_unavailable | 게이트웨이의 데이터베이스에 연결할 수 없습니다. 잠시 후 다시 시도하세요. | Retry-After만큼 기다린 뒤 같은 멱등키로 다시 요청하세요.
        vendor_unavailable | 벤더의 데이터베이스에 연결할 수 없습니다. 잠시 후 다시 시도하세요. | 잠시 후 메시지의 상태를 조회하세요.
        file_storage_unavailable | 게이트웨이의 파일 저장소를 사용할 수 없습니다. 잠시 후 다시 시도하세요. | 잠시 후 다시 요청하세요.
        """;

    private const string OfFaults = """
        advertisement_mark_missing | (광고) 표시가 없습니다.
        already_registered | 이미 등록된 발신번호입니다.
        channel_not_allowed | 이 계정이 쓸 수 없는 채널입니다.
        contradicts_fallback | 벤더와 게이트웨이가 모두 대체 메시지를 보내게 됩니다.
        contradicts_purpose | purpose와 kakao.ad가 서로 다릅니다.
        daily_quota_exceeded | 일일 한도를 넘었습니다.
        duplicate_code | 발신프로필키와 템플릿 코드가 같은 템플릿이 있습니다.
        duplicate_field | 같은 필드가 두 번 있습니다.
        duplicate_message | 얼마 전에 같은 내용을 보낸 번호입니다.
        duplicate_name | 같은 이름이 두 번 있습니다.
        duplicate_parameter | 같은 쿼리 매개변수가 두 번 있습니다.
        duplicate_recipient | 같은 번호에 같은 내용이 두 번 있습니다.
        empty_value | 쿼리 매개변수에 값이 없습니다.
        empty_variable | 값이 빈 변수입니다.
        excel_error | 엑셀 오류 값(#N/A, #### 등)이 있습니다.
        excel_number | 엑셀이 뒷자리를 지운 번호입니다. 열을 텍스트로 바꾸고 다시 입력하세요.
        file_too_large | 벤더가 받는 크기보다 큰 파일입니다.
        files_too_large | 파일의 전체 크기가 벤더의 한도를 넘었습니다.
        invalid_address | IP 주소나 대역이 아닙니다.
        invalid_button_name | 이 버튼의 이름은 정해져 있습니다.
        invalid_button_order | 첫 번째에 있어야 하는 버튼입니다.
        invalid_button_type | 알 수 없는 버튼 종류입니다.
        invalid_channel | 사용할 수 없는 채널입니다.
        invalid_character | 사용할 수 없는 문자가 있습니다.
        invalid_csv | 줄의 칸 수나 따옴표가 맞지 않습니다.
        invalid_cursor | 올바르지 않은 커서입니다.
        invalid_encoding | 글자 인코딩이 다릅니다.
        invalid_id | 올바른 id가 아닙니다.
        invalid_idempotency_key | 멱등키는 1~255자여야 합니다.
        invalid_link | 링크가 잘못되었습니다.
        invalid_name | 사용할 수 없는 이름입니다.
        invalid_nation_code | 국가 번호는 82처럼 숫자만 씁니다.
        invalid_origin_code | 최초발신사업자 코드는 숫자 9자리입니다.
        invalid_path | 사용할 수 없는 경로입니다.
        invalid_phone | 메시지를 받을 수 있는 전화번호가 아닙니다.
        invalid_placeholder | 변수 표시 #{…}가 잘못되었습니다.
        invalid_sender | 보낼 수 없는 발신번호입니다.
        invalid_sub_id | subId에 사용할 수 없는 문자가 있습니다.
        invalid_type | 값의 형식이 올바르지 않습니다.
        invalid_url | http 또는 https 주소가 아닙니다.
        line_too_long | 줄이 너무 깁니다.
        locks_you_out | 지금 사용하는 키를 쓸 수 없게 되는 변경입니다.
        missing_variable | 변수의 값이 없습니다.
        monthly_quota_exceeded | 월간 한도를 넘었습니다.
        name_taken | 다른 계정이 사용하는 이름입니다.
        no_vendor_for_channel | 이 채널을 보낼 벤더가 없습니다.
        not_allowed | 여기에 쓸 수 없습니다.
        not_resendable | 다시 보낼 수 없는 상태입니다.
        opted_out | 수신거부한 번호입니다.
        optout_notice_missing | 무료수신거부 또는 무료거부 문구가 없습니다.
        optout_number_missing | 무료수신거부 080 번호가 없습니다.
        other_placeholder | 다른 프로그램의 변수 표시는 그대로 발송됩니다.
        out_of_range | 허용 범위를 벗어난 값입니다.
        pace_too_slow | 배치가 30일 안에 끝나지 않습니다.
        required | 값이 없습니다.
        same_way | 실패한 경로와 같은 채널과 벤더입니다.
        schedule_in_past | 지난 시각입니다.
        schedule_too_far | 1년보다 먼 시각입니다.
        sender_blocked | 차단된 발신번호입니다.
        sender_expired | 사용 기간이 끝난 발신번호입니다.
        several_numbers | 한 칸에 번호가 여러 개입니다. 한 줄에 하나씩 쓰세요.
        template_mismatch | 등록한 템플릿과 다릅니다.
        too_long | 너무 깁니다.
        too_many_columns | 열이 너무 많습니다.
        too_many_entries | 항목이 너무 많습니다.
        too_many_files | 파일이 너무 많습니다.
        too_many_lines | 줄이 너무 많습니다.
        too_many_numbers | 번호가 너무 많습니다.
        too_many_parts | 폼에 defaults와 file 외의 항목이 있습니다.
        too_many_recipients | 수신자가 너무 많습니다.
        too_many_rejects | 여기부터 거부된 줄은 세기만 하고 보관하지 않습니다.
        too_much_to_fill | 수신자 수와 변수를 채울 글의 양이 너무 많습니다.
        unclosed_placeholder | 변수 표시 #{…}가 닫히지 않았습니다.
        unexpected_field | 여기에 쓸 수 없는 필드입니다.
        unexpected_parameter | 다른 매개변수와 함께 쓸 수 없습니다.
        unfilled_placeholder | 값을 채우지 못한 변수 표시가 남아 있습니다.
        unknown_account | 없는 계정입니다.
        unknown_channel | 없는 채널입니다.
        unknown_event | 없는 이벤트입니다.
        unknown_field | 없는 필드입니다.
        unknown_file | 파일이 없거나 보관 기간이 지났습니다.
        unknown_parameter | 없는 쿼리 매개변수입니다.
        unknown_scope | 없는 권한입니다.
        unknown_template | 없는 템플릿입니다.
        unknown_value | 사용할 수 없는 값입니다.
        unknown_vendor | 없는 벤더입니다.
        unmappable_text | 휴대폰에 표시되지 않는 글자가 있습니다.
        unreadable_template | 템플릿을 읽을 수 없습니다. 다시 저장하세요.
        unreadable_workbook | 엑셀 파일을 읽을 수 없습니다.
        unregistered_sender | 등록하지 않은 발신번호입니다.
        unregistered_template | 등록하지 않은 템플릿입니다.
        unsupported_by_channel | 이 채널에서 지원하지 않습니다.
        unsupported_by_vendor | 이 벤더가 지원하지 않습니다.
        unusable_file | 이 채널로 보낼 수 없는 파일입니다.
        unused_variable | 어디에도 쓰이지 않는 변수입니다.
        vendor_not_allowed | 이 계정이 쓸 수 없는 벤더입니다.
        wrong_type | 이 채널로 보낼 수 없는 파일 형식입니다.
        """;

    private static readonly FrozenDictionary<string, string[]> Problems = Read(OfProblems);

    private static readonly FrozenDictionary<string, string[]> Faults = Read(OfFaults);

    /// <summary>Null for a code that has none yet.</summary>
    public static string? Title(ErrorCode code) => Problems.GetValueOrDefault(code.Code)?[0];

    /// <summary>What to do; what else is known of it stands behind.</summary>
    public static string? Detail(ErrorCode code, string? english) =>
        Problems.GetValueOrDefault(code.Code) is { } words ? With(words[1], english) : english;

    /// <summary>What is wrong with a field or a line; null for a code that has no words yet.</summary>
    public static string? Fault(string code) => Faults.GetValueOrDefault(code)?[0];

    public static Fault Translated(Fault fault) => fault with { Detail = Told(fault.Code, fault.Detail) };

    /// <summary>The code's words, with the exact ones behind them; these alone where the code has no words.</summary>
    public static string Told(string code, string detail) => Fault(code) is { } words ? With(words, detail) : detail;

    private static string With(string korean, string? english) =>
        string.IsNullOrEmpty(english) ? korean : $"{korean} ({english})";

    private static FrozenDictionary<string, string[]> Read(string table) =>
        table.Split('\n').Select(static line => line.Split(" | ")).ToFrozenDictionary(
            static line => line[0], static line => line[1..]);
}
