#!/usr/bin/env bash
# Reads openapi.yaml with two linters and with a generator of types, whose result a strict compiler must take. Findings
# of any weight end it. The tools are those of package-lock.json. With --compile only the types are made, and the client
# that the tests use (TypedClients).
set -Eeuo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
cd "$here"
document=$here/../../openapi.yaml

if ! command -v npm >/dev/null; then
    echo "Not checked: npm is not here." >&2
    exit 0
fi

if ! npm ls --silent >/dev/null 2>&1; then
    npm ci --ignore-scripts --no-audit --no-fund --loglevel error
fi

export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
bin=$here/node_modules/.bin

compile() {
    echo "openapi-typescript and tsc --strict:"
    "$bin/openapi-typescript" "$document" --output gateway.d.ts >/dev/null
    "$bin/tsc" --project tsconfig.json
    "$bin/tsc" --project use.tsconfig.json
    echo "compiled"
}

if [ "${1:-}" = --compile ]; then
    compile
    exit 0
fi

echo "redocly:"
"$bin/redocly" lint --config .redocly.yaml --max-problems 50 --format stylish "$document" >redocly.out 2>&1 || {
    cat redocly.out
    exit 1
}
# A warning is no failure of redocly's own; here it is one.
if grep -Eq '^ *[0-9]+:[0-9]+ +(warning|error) ' redocly.out; then
    cat redocly.out
    exit 1
fi
echo "no findings"

echo "spectral:"
"$bin/spectral" lint --ruleset .spectral.yaml --fail-severity hint "$document"

compile
