#!/usr/bin/env bash
# Makes the pictures of this folder anew: the tests open every page, and what they see of those below is kept.
# Korean on a desk, English on a phone; each at most 100 KB.
set -Eeuo pipefail

folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
pages=(overview messages messages-one send campaigns campaigns-new campaigns-one templates templates-one templates-new statistics
    statistics-reconciliation webhooks webhooks-one received result-codes-q accounts accounts-one senders optouts audit jobs)
seen=$(mktemp -d)
trap 'rm -rf "$seen"' EXIT
GATEWAY_TEST_PICTURES=$seen "$folder/../../test.sh" --filter '/*/*/(EveryPage)/*'
rm -f "$folder"/*.png
for page in "${pages[@]}"; do
    for kind in ko-desk en-phone; do
        picture=$seen/$page-$kind.png
        if [ "$(stat -c %s "$picture")" -le 102400 ]; then
            cp "$picture" "$folder/"
        else
            echo "$page-$kind.png is left out: it is greater than 100 KB" >&2
        fi
    done
done
