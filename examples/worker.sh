#!/usr/bin/env bash
# A worker in shell: does what programs ask of topic text.upper, through the HTTP API. Needs curl and jq.
#
#   flowmetal-vm serve &
#   examples/worker.sh                # FLOWMETAL_URL and FLOWMETAL_TOKEN say where, and as whom
#   flowmetal-vm run examples/shout.fm text=hello
#
# It says each request's id on standard output as it begins it. Killed at any moment, it loses none: its lease ends, and
# whoever takes the request next does it.
set -u
url=${FLOWMETAL_URL:-http://127.0.0.1:8400}
lease_time=${FLOWMETAL_LEASE:-30s}

post() { # post PATH BODY: the answer's body, then its status on a line of its own; 000 if there was none
    curl --silent --max-time 60 --request POST "$url$1" --data-binary "$2" --write-out '\n%{http_code}' \
        --header 'Content-Type: application/json' ${FLOWMETAL_TOKEN:+--header "Authorization: Bearer $FLOWMETAL_TOKEN"}
}

outcome_of() { # outcome_of PAYLOAD: {"value": …} or {"error": …}
    jq --compact-output '
        if (.text | type) == "string" then {value: (.text | ascii_upcase)}
        else {error: {type: "TypeError", message: "text is to be a text", details: {given: (.text | type)}}} end' <<<"$1"
}

while true; do
    answer=$(post "/v1/topics/text.upper/take?wait=30s" "{\"lease\": \"$lease_time\"}")
    status=${answer##*$'\n'} taken=${answer%$'\n'*}
    case $status in
        200) ;;
        401 | 403) echo "$taken" >&2; exit 1 ;;
        *) sleep 0.2; continue ;; # the server is being restarted, say
    esac
    id=$(jq --raw-output '.requests[0].id // empty' <<<"$taken")
    [ -n "$id" ] || continue
    echo "$id"
    outcome=$(outcome_of "$(jq --compact-output '.requests[0].payload' <<<"$taken")")
    body=$(jq --compact-output --argjson outcome "$outcome" '{lease} + $outcome' <<<"$taken")
    while true; do # until it is recorded, or refused: 409 says that it came too late
        answer=$(post "/v1/requests/$id/outcome" "$body")
        case ${answer##*$'\n'} in
            200) break ;;
            4??) echo "$id: ${answer%$'\n'*}" >&2; break ;;
        esac
        sleep 0.2
    done
done
