#!/usr/bin/env bash
# A shop that sends through the gateway. See README.md beside this file.
set -euo pipefail

GATEWAY=${GATEWAY:-http://127.0.0.1:8080}

# call PATH OPTION…: the answer's body; it ends with 22 when the gateway refuses.
call() {
    local path=$1
    shift
    curl -sS --fail-with-body "$GATEWAY$path" -H "Authorization: Bearer $KEY" "$@"
}

# send NUMBER TEXT: jq would be nicer than sed, and is not everywhere.
send() {
    local text
    text=$(printf '%s' "$2" | sed 's/\\/\\\\/g; s/"/\\"/g')
    # Repeat the request with the same key when the connection breaks: it is sent once.
    call /v1/messages -H 'Content-Type: application/json' -H "Idempotency-Key: $(openssl rand -hex 16)" \
        -d "{ \"channel\": \"sms\", \"from\": \"15777985\", \"to\": \"$1\", \"text\": \"$text\" }" |
        sed 's/.*"messages":\[{"id":"\([^"]*\)".*/\1/'
    echo
}

# campaign FILE: a repeated upload of the same file sends nothing twice.
campaign() {
    call "/v1/batches?channel=sms&from=15777985&priority=bulk" -H 'Content-Type: text/csv' \
        -H "Idempotency-Key: $(openssl dgst -sha256 -r "$1" | cut -c1-64)" --data-binary "@$1" |
        sed 's/.*"id":"\([^"]*\)".*"accepted":\([0-9]*\).*"rejected":\([0-9]*\).*/\1 \2 \3/'
    echo
}

# verify: Standard Webhooks, over the body as it came.
verify() {
    local body key expected age
    body=$(cat)
    age=$(($(date +%s) - WEBHOOK_TIMESTAMP))
    [ "${age#-}" -le 300 ] || return 1
    key=$(printf '%s' "${SECRET#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \n')
    expected=$(printf '%s.%s.%s' "$WEBHOOK_ID" "$WEBHOOK_TIMESTAMP" "$body" |
        openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)
    [[ " $WEBHOOK_SIGNATURE " == *" v1,$expected "* ]]
}

"$@"
