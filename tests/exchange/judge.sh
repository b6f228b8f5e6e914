#!/bin/sh
# Judge a file as it lies on a stick, with nothing but age, unzip, openssl and sha256sum: what the office would do with it.
# usage: judge.sh package|receipt FILE KEY ROOTS RECEIVER ABOVE STREAM [CRL]
#   RECEIVER is the code that the file must be addressed to, ABOVE the only office that receipts may come from,
#   STREAM a file with a line "number identity" for each package that came before.
# result: 0 accept, 1 refuse, 3 wait for the number before.
set -u
export LC_ALL=C
kind=$1 file=$2 key=$3 roots=$4 receiver=$5 above=$6 stream=$7
shift 7
here=$(dirname "$0")
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

refuse() { echo "refuse: $1"; exit 1; }

# What comes with a receipt: its parts, of each choice its list and code, and of each form its code, its size, its
# longest line and its characters.
# A quote within a JSON text has a backslash before it, so that a comma or brace and a quote only stand between texts.
judge_updates() {
    parted=$(sed 's/\([{,]\)"/\n"/g' "$work/updates" | sed 's/^{//')
    printf '%s\n' "$parted" | grep -qx '"schema":"taizhang-updates/1"}' || refuse "updates of another version"
    unknown=$(printf '%s\n' "$parted" | grep -o '^"[^"]*":' | tr -d '":' | sort -u | grep -vxE \
        'schema|lock|exemptions|figures|forms|until_on|reason|register|record_id|table|name|area|value|valid_from|valid_to|source|form|content|choices|codes|code|label|begins|ends')
    [ -z "$unknown" ] || refuse "updates with $unknown"
    printf '%s\n' "$parted" | sed -n 's/^"form":"\(.*\)"[]}]*$/\1/p' | grep -qvxE '[a-z0-9_]{1,40}' && refuse "the name of a form"
    printf '%s\n' "$parted" | sed -n 's/^"codes":"\(.*\)"[]}]*$/\1/p' >"$work/lists"
    grep -qvxE '[a-z0-9_]{1,40}' "$work/lists" && refuse "the name of a list"
    [ "$(wc -l <"$work/lists")" -le 2000 ] || refuse "too many choices"
    printf '%s\n' "$parted" | sed -n 's/^"code":"\(.*\)"$/\1/p' | grep -qvxE '[A-Za-z0-9]{1,8}' && refuse "the code of a choice"
    printf '%s\n' "$parted" | grep -q '^"label":""' && refuse "a choice without words"
    printf '%s\n' "$parted" | sed -n 's/^"content":"\(.*\)"$/\1/p' >"$work/forms"
    grep -qE '\\u00[01]|\\[bfr]' "$work/forms" && refuse "a control character in a form"
    grep -q "$(printf '\342\200[\252-\256]\|\342\201[\246-\251]\|\302[\200-\237]\|\177\|\357\273\277')" "$work/forms" && refuse "a hidden character in a form"
    awk '{ gsub(/\\[\\"t]/, "."); sum = gsub(/\\n/, "\n"); if (length($0) > 65536) exit 1
        count = split($0, lines, "\n")
        for (n = 1; n <= count; n++) { gsub(/[\200-\277]/, "", lines[n]); if (length(lines[n]) > 4000) exit 1 } }' "$work/forms" ||
        refuse "a form that is too large"
}

# An envelope: X25519 stanzas, at most eight, and at most one that means nothing; nothing else reaches age.
name=$(basename "$file" .age)
package=$work/$name
if [ "$(head -c 22 "$file" | tr '\0' '?')" = "age-encryption.org/v1" ]; then
    head -c 8192 "$file" | sed '/^--- /q' | tr '\0' '?' >"$work/header"
    awk 'NR == 1 { next }
        /^-> X25519 [A-Za-z0-9+\/]+$/ && length($0) == 53 { keys++; body = 1; next }
        /^-> [!-~]*-grease( [!-~]+)*$/ && !grease { grease = 1; body = 2; next }
        body == 1 && /^[A-Za-z0-9+\/]+$/ && length($0) == 43 { body = 0; next }
        body == 2 && /^[A-Za-z0-9+\/]*$/ && length($0) <= 64 { if (length($0) < 64) body = 0; next }
        !body && /^--- [A-Za-z0-9+\/]+$/ && length($0) == 47 { whole = 1; next }
        { exit 1 }
        END { exit !(whole && keys >= 1 && keys <= 8) }' "$work/header" || refuse "not our kind of envelope"
    age -d -i "$key" -o "$package" "$file" 2>/dev/null || refuse "cannot be opened"
else
    cat "$file" >"$package"
fi

sh "$here/../../resources/verify.sh" "$package" "$roots" "$@" >"$work/said" 2>&1 || { cat "$work/said"; refuse "verify.sh"; }
unzip -Z1 "$package" >"$work/names"
if [ "$kind" = receipt ]; then statement=receipt.json; else statement=manifest.json; fi
grep -qx "$statement" "$work/names" || refuse "not a $kind"
unzip -p "$package" "$statement" >"$work/statement"
value() { sed 's/$/\n/' "$work/statement" | sed -n 's/.*,"'"$1"'":"\{0,1\}\([A-Za-z0-9-]*\)"\{0,1\}[,}].*/\1/p'; }
[ "$(value to)" = "$receiver" ] || refuse "addressed to $(value to)"
if [ "$kind" = receipt ]; then
    [ "$(value from)" = "$above" ] || refuse "a receipt from $(value from)"
    grep -qx updates.json "$work/names" || exit 0
    unzip -p "$package" updates.json >"$work/updates"
    judge_updates
    exit 0
fi

seq=$(value seq)
identity=$(unzip -p "$package" META-INF/ASiCManifest001.xml | sha256sum | cut -d' ' -f1)
[ -s "$stream" ] || exit 0
! grep -q " $identity\$" "$stream" || refuse "came before"
! grep -q "^$seq " "$stream" || refuse "another number $seq came before"
before=$(sed -n "s/^$((seq - 1)) //p" "$stream")
if [ -n "$before" ]; then
    [ "$before" = "$(value prev)" ] || refuse "does not follow the one before"
elif [ "$seq" -gt 1 ]; then
    exit 3
fi
exit 0
