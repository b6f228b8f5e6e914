#!/bin/sh
# 核验报送包和回执:不用工会台账软件,只用 unzip、openssl、sha256sum 和系统自带的小工具。
# 用法: sh verify.sh 报送包.asice [根证书.pem [吊销名单.pem]]
# 加密的报送包(.asice.age)要先用接收单位的密钥解开: age -d -i 密钥文件 -o 报送包.asice 报送包.asice.age
# 结果: 0 核验通过;1 核验不通过;2 用法不对或缺少工具。
#
# The second implementation of desktop/exchange/verification.py; both must agree on every vector of the tests.
# It does not read what needs more than these tools: the rules of datapackage.json (frictionless does) and what stands
# in the report (pdfsig and qpdf do). Nothing is extracted by its own name before the names are checked.

set -u
export LC_ALL=C
umask 077

usage() {
    echo "用法: sh verify.sh 报送包.asice [根证书.pem [吊销名单.pem]]" >&2
    exit 2
}

[ $# -ge 1 ] && [ $# -le 3 ] || usage
[ -f "$1" ] && [ -r "$1" ] || { echo "找不到文件:$1" >&2; usage; }
[ $# -eq 1 ] || { [ -f "$2" ] && [ -r "$2" ]; } || { echo "找不到根证书:$2" >&2; usage; }
[ $# -le 2 ] || { [ -f "$3" ] && [ -r "$3" ]; } || { echo "找不到吊销名单:$3" >&2; usage; }
for tool in unzip gzip openssl sha256sum awk sed grep sort od; do
    command -v "$tool" >/dev/null 2>&1 || { echo "缺少工具 $tool,请先安装。" >&2; exit 2; }
done

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

package=$work/package.asice
root=$work/root.pem
revocations=$work/revocations.pem
tree=$work/members
asic=META-INF/ASiCManifest001.xml
signature=META-INF/signature001.p7s
failed=0

good() { printf '✓ %s\n' "$1"; }
note() { printf '! %s\n' "$1"; }
bad() { printf '✗ %s\n' "$1"; failed=1; }
rejected() { printf '✗ %s\n结论:核验不通过,已拒收。\n' "$1"; exit 1; }
size_of() { wc -c <"$1" | tr -d ' '; }
digest_of() { sha256sum <"$1" | cut -d' ' -f1; }
bytes_of() { od -An -v -tu1 -j "$2" -N "$3" "$1" | tr -s ' \n' ' ' | sed 's/^ //; s/ $//'; }

base=$(basename -- "$1")
cat -- "$1" >"$package" || exit 2
[ $# -eq 1 ] || cat -- "$2" >"$root" || exit 2
[ $# -le 2 ] || openssl crl -in "$3" -out "$revocations" 2>/dev/null ||
    openssl crl -inform DER -in "$3" -out "$revocations" 2>/dev/null || { echo "这个文件不是吊销名单:$3" >&2; exit 2; }
mkdir "$tree" || exit 2

# --- container: the directory must describe every byte of the file, and nothing else may be in it ----------------

size=$(size_of "$package")
[ "$size" -ge 22 ] || rejected "文件读不出来:不完整或不是报送包。"
[ "$size" -le 536870912 ] || rejected "文件超过 512 MB,不是报送包。"
set -- $(bytes_of "$package" $((size - 22)) 22)
[ "$1 $2 $3 $4" = "80 75 5 6" ] || rejected "文件读不出来:不完整或不是报送包。"
[ "$5 $6 $7 $8" = "0 0 0 0" ] && [ "$9 ${10}" = "${11} ${12}" ] && [ "${21} ${22}" = "0 0" ] ||
    rejected "报送包的目录与内容对不上。"
total=$((${11} + ${12} * 256))
directory_size=$((${13} + ${14} * 256 + ${15} * 65536 + ${16} * 16777216))
directory=$((${17} + ${18} * 256 + ${19} * 65536 + ${20} * 16777216))
[ $((directory + directory_size + 22)) -eq "$size" ] || rejected "报送包前后夹带了别的数据。"
[ "$total" -ge 1 ] && [ "$total" -le 64 ] || rejected "报送包里的文件个数不符合规定。"

# One line per entry: place, header length, packed size, size, method, name, then the local header it must have.
od -An -v -tu1 -j "$directory" -N "$directory_size" "$package" | awk -v total="$total" -v directory="$directory" '
    function word(at) { return b[at] + 256 * b[at + 1] }
    function long(at) { return word(at) + 65536 * word(at + 2) }
    { for (i = 1; i <= NF; i++) b[n++] = $i }
    END {
        at = 0; place = 0
        for (entry = 0; entry < total; entry++) {
            if (at + 46 > n) exit 1
            if (b[at] != 80 || b[at + 1] != 75 || b[at + 2] != 1 || b[at + 3] != 2) exit 1
            if (word(at + 4) != 788 || word(at + 6) != 20 || word(at + 8) != 0) exit 1
            method = word(at + 10)
            if (method != 0 && method != 8) exit 1
            length_ = word(at + 28)
            if (length_ < 1 || length_ > 100 || at + 46 + length_ > n) exit 1
            if (word(at + 30) || word(at + 32) || word(at + 34) || word(at + 36)) exit 1
            if (long(at + 38) != 33152 * 65536 || long(at + 42) != place) exit 1
            packed = long(at + 20); size = long(at + 24); sum += size
            if (size > 200 * (packed > 0 ? packed : 1) || sum > 536870912) exit 1
            header = "80 75 3 4"; name = ""
            for (i = 6; i < 32; i++) header = header " " b[at + i]
            for (i = 46; i < 46 + length_; i++) {
                if (b[at + i] < 45 || b[at + i] > 122) exit 1
                header = header " " b[at + i]
                name = name sprintf("%c", b[at + i])
            }
            print place, 30 + length_, packed, size, method, name, header
            place += 30 + length_ + packed
            if (place > directory) exit 1
            at += 46 + length_
        }
        if (at != n || place != directory) exit 1
    }' >"$work/entries" || rejected "报送包的目录与内容对不上:夹带了别的数据、被重新打包过,或是压缩炸弹。"
[ "$(wc -l <"$work/entries")" -eq "$total" ] || rejected "报送包的目录与内容对不上。"

part='[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*'
cut -d' ' -f6 "$work/entries" >"$work/names"
if grep -Evq "^$part(/$part){0,3}\$" "$work/names" ||
    grep -Eiq '(^|/)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|/|$)' "$work/names"; then
    rejected "报送包里有不允许的文件名。"
fi
[ -z "$(tr A-Z a-z <"$work/names" | sort | uniq -d)" ] || rejected "报送包里有重名文件。"

while read -r place header_size packed length method name header; do
    [ "$(bytes_of "$package" "$place" "$header_size")" = "$header" ] || rejected "报送包的目录与内容对不上:$name。"
    mkdir -p "$tree/$(dirname "$name")" 2>/dev/null || rejected "报送包里的文件名互相冲突:$name。"
    { unzip -p "$package" "$name" 2>/dev/null; echo $? >"$work/status"; } | head -c $((length + 1)) >"$tree/$name" ||
        rejected "成员 $name 读不出来。"
    [ "$(cat "$work/status")" = 0 ] && [ "$(size_of "$tree/$name")" -eq "$length" ] ||
        rejected "成员 $name 读不出来,文件已损坏。"
    # unzip passes over bytes behind the end of a compressed member; gzip looks for the checksum right there.
    if [ "$method" = 8 ]; then
        {
            printf '\037\213\010\000\000\000\000\000\000\003'
            tail -c "+$((place + header_size + 1))" "$package" | head -c "$packed"
            tail -c "+$((place + 15))" "$package" | head -c 4
            tail -c "+$((place + 23))" "$package" | head -c 4
        } 2>/dev/null | gzip -dc >/dev/null 2>&1 || rejected "成员 $name 里夹带了别的数据。"
    fi
done <"$work/entries"
read -r place header_size packed length method name header <"$work/entries"
[ "$name $method" = "mimetype 0" ] && [ "$(cat "$tree/mimetype")" = "application/vnd.etsi.asic-e+zip" ] && [ "$length" -eq 31 ] ||
    rejected "文件不是报送包(开头没有 ASiC-E 的类型标记)。"
good "容器完好,共 $((total - 1)) 个文件。"
payload='manifest\.json|datapackage\.json|report\.pdf|SHA256SUMS|data/[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?\.csv|attachments/.+'
required="manifest.json datapackage.json report.pdf SHA256SUMS"
is_receipt=no
if grep -qx 'receipt\.json' "$work/names"; then
    is_receipt=yes
    required="receipt.json record_decisions.csv SHA256SUMS"
    payload='receipt\.json|record_decisions\.csv|SHA256SUMS|revocations\.crl|updates\.json'
fi
cd "$tree" || exit 2

# --- signature and certificate -------------------------------------------------------------------------------------

whole=no
if [ -f "$asic" ] && [ -f "$signature" ]; then
    outer=$(openssl asn1parse -inform DER -in "$signature" 2>/dev/null | sed -n '1s/.*hl= *\([0-9]*\) l= *\([0-9]*\) .*/\1 + \2/p')
    [ -n "$outer" ] && [ $(($outer)) -eq "$(size_of "$signature")" ] &&
        openssl cms -verify -binary -noverify -inform DER -in "$signature" -content "$asic" \
            -signer "$work/signer.pem" -out /dev/null 2>/dev/null &&
        [ "$(grep -c BEGIN "$work/signer.pem")" -eq 1 ] && whole=yes
fi
if [ $whole = no ]; then
    bad "签名缺失、损坏或与内容不符。不要使用,请让对方重新报送。"
else
    openssl cms -cmsout -print -inform DER -in "$signature" 2>/dev/null |
        sed -n '/signerInfos:/,$p' | grep -A1 -E '^ *(digestAlgorithm|signatureAlgorithm):' | grep 'algorithm:' |
        sed 's/^ *algorithm: *\([^ ]*\).*/\1/' | tr '\n' ' ' >"$work/algorithms"
    bits=$(openssl x509 -in "$work/signer.pem" -noout -text | sed -n 's/.*Public-Key: (\([0-9]*\) bit).*/\1/p')
    kind=$(openssl x509 -in "$work/signer.pem" -noout -text | sed -n 's/.*Public Key Algorithm: *//p')
    case "$(cat "$work/algorithms")" in
    "sha256 rsaEncryption " | "sha256 sha256WithRSAEncryption ") ;;
    *) kind=weak ;;
    esac
    [ "$kind" = rsaEncryption ] && [ "${bits:-0}" -ge 3072 ] || bad "签名用的算法太弱,不接受。"
    openssl x509 -in "$work/signer.pem" -noout -subject -nameopt utf8,esc_ctrl,sep_multiline,sname |
        sed 's/\\\\/\\/g' >"$work/subject"
    signer_name=$(sed -n 's/^    O=//p' "$work/subject" | head -n 1)
    signer_code=$(sed -n 's/^    serialNumber=//p' "$work/subject" | head -n 1)
    good "签名完好,由“$signer_name”($signer_code)签署。"
    print_of() { openssl x509 -in "$1" -noout -fingerprint -sha256 | sed 's/.*=//; s/://g' | tr A-F a-f | sed 's/..../& /g; s/ $//'; }
    note "签名证书的指纹:$(print_of "$work/signer.pem")"

    pinned=yes
    if [ ! -f "$root" ]; then
        # No root was named: take the one that travels with the signature, only to show whose it claims to be.
        pinned=no
        openssl pkcs7 -inform DER -in "$signature" -print_certs 2>/dev/null |
            awk -v base="$work/carried" '/BEGIN/ { n++; on = 1 } on { print > (base n ".pem") } /END/ { on = 0 }'
        for carried in "$work"/carried*.pem; do
            [ -f "$carried" ] || continue
            subject=$(openssl x509 -in "$carried" -noout -subject_hash)
            [ "$subject" = "$(openssl x509 -in "$carried" -noout -issuer_hash)" ] || continue
            cmp -s "$carried" "$work/signer.pem" || cat "$carried" >>"$root"
        done
    fi
    openssl x509 -in "$root" -outform PEM >/dev/null 2>&1 ||
        openssl x509 -inform DER -in "$root" -out "$root" 2>/dev/null
    chain() {
        openssl cms -verify -binary -cades "$@" -inform DER -in "$signature" -content "$asic" \
            -no-CApath -purpose any -out /dev/null 2>"$work/said"
    }
    # openssl takes a revocation list only out of the file of the roots.
    if [ -f "$revocations" ]; then cat "$root" "$revocations" >"$work/both.pem"; fi
    is_revoked() { ! chain -no_check_time -crl_check -CAfile "$work/both.pem" && grep -q 'certificate revoked' "$work/said"; }
    openssl x509 -in "$work/signer.pem" -noout -ext keyUsage,basicConstraints >"$work/usage" 2>/dev/null
    if [ ! -s "$root" ] || ! chain -no_check_time -CAfile "$root" || ! grep -q 'Non Repudiation' "$work/usage" || ! grep -q 'CA:FALSE' "$work/usage"; then
        bad "“$signer_name”的证书不是由受信任的根证书签发的。请核对根证书,或与对方电话确认。"
    elif [ -f "$revocations" ] && is_revoked; then
        bad "“$signer_name”的证书已被吊销,签名不能接受。请与签发单位联系。"
    elif ! chain -CAfile "$root"; then
        bad "“$signer_name”的证书不在有效期内。请检查本机日期;日期无误则请对方换发证书。"
    elif [ -f "$revocations" ] && ! chain -crl_check -CAfile "$work/both.pem"; then
        bad "吊销名单里查不到“$signer_name”的证书是否有效。请向签发单位要最新的吊销名单。"
    elif [ $pinned = yes ]; then
        good "“$signer_name”的证书可信,在有效期内。"
    else
        note "没有给出根证书:请把根证书的指纹与纸质材料核对:$(print_of "$root")"
    fi
fi

# --- what was signed is here, unchanged, and nothing else is -------------------------------------------------------

list=$work/signed
: >"$list"
if [ -f "$asic" ]; then
    cat >"$work/head" <<'EOF'
<?xml version="1.0" encoding="UTF-8"?>
<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
<asic:SigReference URI="META-INF/signature001.p7s" MimeType="application/pkcs7-signature"/>
EOF
    sed -n 's|^<asic:DataObjectReference URI="\([A-Za-z0-9_./-]*\)" MimeType="[a-z]*/[a-z0-9.+-]*"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>\([A-Za-z0-9+/]*=\)</ds:DigestValue></asic:DataObjectReference>$|\1 \2|p' "$asic" >"$list"
    # Written again from what was read, it must be the same bytes: so no other XML can hide in it.
    {
        cat "$work/head"
        while read -r name digest; do
            case $name in
            *.json) media=application/json ;;
            *.csv) media=text/csv ;;
            *.pdf) media=application/pdf ;;
            *.jpg) media=image/jpeg ;;
            *.png) media=image/png ;;
            *) media=text/plain ;;
            esac
            printf '<asic:DataObjectReference URI="%s" MimeType="%s"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>%s</ds:DigestValue></asic:DataObjectReference>\n' "$name" "$media" "$digest"
        done <"$list"
        echo '</asic:ASiCManifest>'
    } >"$work/again"
fi
if [ ! -s "$list" ] || ! cmp -s "$work/again" "$asic" || [ -n "$(cut -d' ' -f1 "$list" | sort | uniq -d)" ]; then
    bad "签名清单缺失或写法不规范,无法知道哪些文件被签过。"
else
    before=$failed
    while read -r name digest; do
        if [ ! -f "$name" ]; then
            bad "签过名的文件 $name 不见了(或被改名)。"
        elif [ "$(openssl dgst -sha256 -binary "$name" | openssl base64 -A)" != "$digest" ]; then
            bad "文件 $name 在签名之后被改动或调换过。"
        fi
        printf '%s\n' "$name" |
            grep -Eq "^($payload)\$" ||
            bad "报送包里有规定之外的文件 $name。"
    done <"$list"
    while read -r name; do
        case $name in mimetype | "$asic" | "$signature") continue ;; esac
        grep -q "^$name " "$list" || bad "文件 $name 没有被签名,是后来加进去(或被改名)的。"
    done <"$work/names"
    for name in $required; do
        grep -q "^$name " "$list" || bad "报送包缺少必需的文件 $name。"
    done
    [ "$failed" -ne "$before" ] || good "签过名的 $(wc -l <"$list" | tr -d ' ') 个文件齐全,内容与签名时一致,没有夹带别的文件。"
fi

grep -Ev '^(mimetype|SHA256SUMS|META-INF/.*)$' "$work/names" | sort >"$work/payload"
while read -r name; do sha256sum "$name"; done <"$work/payload" >"$work/sums"
if [ -f SHA256SUMS ] && cmp -s "$work/sums" SHA256SUMS; then
    good "校验和清单 SHA256SUMS 与各文件一致。"
else
    bad "校验和清单 SHA256SUMS 与各文件不一致。"
fi

# --- what the package says about itself ------------------------------------------------------------------------------

text='"([^"\\[:cntrl:]]|\\["\\])+"'
code='"[A-Za-z0-9-]{1,32}"'
hash='"[0-9a-f]{64}"'
uuid='"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"'
key='"[A-Za-z0-9_.-]+"'
file="\\{\"bytes\":[0-9]+,\"name\":\"[A-Za-z0-9_./-]+\",\"rows\":([0-9]+|null),\"sha256\":$hash\\}"
sum="$key:\"-?[0-9]+(\\.[0-9]+)?\""
count="$key:[0-9]+"
form="^\\{\"app_version\":$text,\"audit_head\":$hash,\"audit_n\":[0-9]+,\"control_sums\":\\{($sum(,$sum)*)?\\}"
form="$form,\"counts\":\\{($count(,$count)*)?\\},\"created_local\":\"[0-9T:-]{19}\",\"data_fingerprint\":$hash"
form="$form,\"files\":\\[($file(,$file)*)?\\],\"from\":$code,\"from_name\":$text,\"missing_glyphs\":\\[[U+0-9A-F\",]*\\]"
form="$form,\"package_id\":$uuid,\"period\":$text,\"prev\":$hash,\"schema\":\"taizhang-package/1\",\"seq\":[1-9][0-9]{0,5}"
to="\"supersedes\":(null|$uuid),\"to\":$code,\"to_name\":$text"
sent="$to,\"type\":\"(SUB|RCP|REJ|CSR|CRT|CRL)\""
sent_back="\"stands_at\":\\{\"identity\":$hash,\"seq\":[0-9]+\\},$to,\"type\":\"CORR\""
form="$form,($sent|$sent_back),\"tz\":$text(,\"withheld\":\"identity\")?\\}\$"

moment='"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}"'
number='[1-9][0-9]{0,5}'
receipt_form="^\\{\"app_version\":$text,\"audit_head\":$hash,\"audit_n\":[0-9]+,\"counts\":\\{($count(,$count)*)?\\}"
receipt_form="$receipt_form,\"created\":$moment,\"crl_number\":(null|[0-9]+),\"decision\":\"(accepted|partially|rejected)\""
receipt_form="$receipt_form,\"from\":$code,\"from_name\":$text,\"manifest_sha256\":$hash,\"next_expected_seq\":$number"
receipt_form="$receipt_form,\"package_id\":$uuid,\"package_seq\":$number,\"prev\":$hash,\"reason\":(\"\"|$text),\"receipt_id\":$uuid"
receipt_form="$receipt_form,\"schema\":\"taizhang-receipt/1\",\"seen_audit_head\":$hash,\"seen_audit_n\":[0-9]+,\"seq\":$number"
receipt_form="$receipt_form,\"to\":$code,\"to_name\":$text,\"type\":\"(RCP|REJ)\"\\}\$"

# Valid UTF-8 without control characters or such as turn the direction of writing.
is_clean() {
    { cat "$1"; echo; } | awk '
        /\302[\200-\237]|\342\200[\252-\256]|\342\201[\246-\251]|\177/ { exit 1 }
        {
            rest = $0
            gsub(/[\302-\337][\200-\277]|\340[\240-\277][\200-\277]|[\341-\354\356\357][\200-\277][\200-\277]|\355[\200-\237][\200-\277]|\360[\220-\277][\200-\277][\200-\277]|[\361-\363][\200-\277][\200-\277][\200-\277]|\364[\200-\217][\200-\277][\200-\277]/, "", rest)
            if (rest ~ /[\200-\377]/) exit 1
        }'
}

# Read a CSV in its one written form (BOM, every field quoted, CRLF) into fields with \037 between them.
cells() {
    [ "$(bytes_of "$1" 0 3)" = "239 187 191" ] && [ "$(tail -c 1 "$1" | od -An -tu1 | tr -d ' ')" = 10 ] || return 1
    tail -c +4 "$1" | awk '
        {
            rest = $0
            gsub(/[\302-\337][\200-\277]|\340[\240-\277][\200-\277]|[\341-\354\356\357][\200-\277][\200-\277]|\355[\200-\237][\200-\277]|\360[\220-\277][\200-\277][\200-\277]|[\361-\363][\200-\277][\200-\277][\200-\277]|\364[\200-\217][\200-\277][\200-\277]/, "", rest)
            if (rest ~ /[\200-\377]/) { wrong = 1; exit }
            record = record (record == "" ? "" : "\n") $0
            quotes += gsub(/"/, "\"")
            if (quotes % 2) next
            line = ""
            for (;;) {
                if (!match(record, /^"([^"]|"")*"/)) { wrong = 1; exit }
                value = substr(record, 2, RLENGTH - 2)
                gsub(/""/, "\"", value); gsub(/[\r\n\037]/, " ", value)
                line = line (line == "" ? "" : "\037") "=" value
                record = substr(record, RLENGTH + 1)
                if (record == "\r") break
                if (substr(record, 1, 1) != ",") { wrong = 1; exit }
                record = substr(record, 2)
            }
            print line
            record = ""; quotes = 0; rows++
        }
        END { exit wrong || record != "" || !rows }'
}

check_receipt() {
    if [ "$(grep -Eac "$receipt_form" receipt.json)" != 1 ] || ! is_clean receipt.json || [ "$(wc -l <receipt.json)" -ne 0 ]; then
        bad "回执 receipt.json 写法不规范,或版本不认识。"
        return
    fi
    { cat receipt.json; echo; } >"$work/manifest"
    value() { sed -n 's/.*,"'"$1"'":"\(\([^"\\]\|\\["\\]\)*\)"[,}].*/\1/p' "$work/manifest" | sed 's/\\\(["\\]\)/\1/g'; }
    about=$(sed -n 's/.*,"package_seq":\([0-9]*\),.*/\1/p' "$work/manifest")
    good "回执 receipt.json 完整:“$(value from_name)”对“$(value to_name)”第 $about 号报送包的回执。"
    if [ $whole = yes ] && { [ "$(value from)" != "$signer_code" ] || [ "$(value from_name)" != "$signer_name" ]; }; then
        bad "回执写的是“$(value from_name)”出具的,签名的却是“$signer_name”($signer_code)。"
    fi
    columns='=register =record_uid =rev =decision =merged_into =code =text =field =suggested'
    if [ ! -f record_decisions.csv ] || ! cells record_decisions.csv >"$work/decisions" ||
        [ "$(head -n 1 "$work/decisions" | tr '\037' ' ')" != "$columns" ] ||
        ! awk -F '\037' 'NR > 1 { if (NF != 9 || $3 !~ /^=[0-9]+$/ || $4 !~ /^=(ACCEPTED|RETURNED|MERGED_INTO)$/ || seen[$1 FS $2]++) exit 1 }' "$work/decisions"; then
        bad "回执里的逐条结论读不懂。"
        return
    fi
    for each in accepted:ACCEPTED returned:RETURNED merged:MERGED_INTO; do
        stated=$(sed -n 's/.*[{,]"'"${each%:*}"'":\([0-9]*\)[,}].*/\1/p' "$work/manifest")
        told=$(awk -F '\037' -v verdict="=${each#*:}" 'NR > 1 && $4 == verdict { n++ } END { print n + 0 }' "$work/decisions")
        [ "${stated:-0}" = "$told" ] || bad "回执的条数与逐条结论不符。"
    done
}

# The report carries one certifying signature over all of its bytes, made with the certificate of the package.
is_report_signed() {
    grep -aoE '/ByteRange *\[[ 0-9]+\]' report.pdf | tr -c '0-9\n' ' ' >"$work/ranges"
    [ "$(wc -l <"$work/ranges")" -eq 1 ] && grep -aq '/DocMDP' report.pdf || return 1
    read -r first before after rest <"$work/ranges"
    [ "$first" -eq 0 ] && [ "$before" -lt "$after" ] && [ $((after + rest)) -eq "$(size_of report.pdf)" ] || return 1
    { head -c "$before" report.pdf; tail -c "+$((after + 1))" report.pdf; } >"$work/covered"
    tail -c "+$((before + 1))" report.pdf | head -c $((after - before)) | tr -d '\n' >"$work/hex"
    grep -Eqx '<[0-9A-Fa-f]+>' "$work/hex" || return 1
    tr -d '<>' <"$work/hex" | awk '{
        for (i = 1; i < length($0); i += 2)
            printf "%c", 16 * (index("0123456789abcdef", tolower(substr($0, i, 1))) - 1) + index("0123456789abcdef", tolower(substr($0, i + 1, 1))) - 1
    }' >"$work/report.p7s"
    openssl cms -verify -binary -cades -no_check_time -inform DER -in "$work/report.p7s" -content "$work/covered" \
        -CAfile "$root" -no-CApath -purpose any -signer "$work/report.pem" -out /dev/null 2>/dev/null &&
        cmp -s "$work/report.pem" "$work/signer.pem"
}

if [ $is_receipt = yes ]; then
    check_receipt
elif [ ! -f manifest.json ] || ! is_clean manifest.json || [ "$(grep -Eac "$form" manifest.json)" != 1 ] || [ "$(wc -l <manifest.json)" -ne 0 ]; then
    bad "清单 manifest.json 缺失、写法不规范,或版本不认识。"
else
    # The same with a newline at its end, which sed and read need.
    manifest=$work/manifest
    { cat manifest.json; echo; } >"$manifest"
    value() { sed -n 's/.*,"'"$1"'":"\(\([^"\\]\|\\["\\]\)*\)"[,}].*/\1/p' "$manifest" | sed 's/\\\(["\\]\)/\1/g'; }
    from=$(value from)
    seq=$(sed -n 's/.*,"seq":\([0-9]*\),.*/\1/p' "$manifest")
    right=$(printf '%s_%s_%s_%06d.asice' "$from" "$(value to)" "$(value type)" "$seq")
    good "清单 manifest.json 完整:$right"
    if [ $whole = yes ]; then
        if [ "$from" = "$signer_code" ] && [ "$(value from_name)" = "$signer_name" ]; then
            good "签名单位就是报送单位。"
        else
            bad "清单写的报送单位是“$(value from_name)”($from),签名的却是“$signer_name”($signer_code)。"
        fi
    fi
    if printf '%s\n' "$base" | grep -Eq '^[A-Za-z0-9-]{1,32}_[A-Za-z0-9-]{1,32}_[A-Z]{3,4}_[0-9]{6}\.asice$'; then
        if [ "$base" = "$right" ]; then
            good "文件名与里面的内容一致,是第 $seq 号报送包。"
        else
            bad "文件名写的是 $base,里面装的却是 $right:可能是把以前的报送包改了名字。"
        fi
    else
        note "文件名不是规定的样子,里面是 $right。"
    fi

    before=$failed
    # A record ends where a line ends outside of quotes.
    rows_of() { awk '{ quotes += gsub(/"/, "") } quotes % 2 == 0 { rows++ } END { print rows - 1 }' "$1"; }
    grep -Eao "$file" manifest.json |
        sed 's/{"bytes":\([0-9]*\),"name":"\([^"]*\)","rows":\([0-9nul]*\),"sha256":"\([0-9a-f]*\)"}/\2 \1 \3 \4/' >"$work/files"
    while read -r name length rows digest; do
        if [ ! -f "$name" ] || [ "$(size_of "$name")" -ne "$length" ] || [ "$(digest_of "$name")" != "$digest" ]; then
            bad "文件 $name 与 manifest.json 登记的不一致。"
            continue
        fi
        case $name in
        data/*)
            cells "$name" >"$work/cells" || bad "$name 不是规定的写法(被表格软件改写过)。"
            [ "$(rows_of "$name")" = "$rows" ] || bad "$name 的行数与 manifest.json 登记的 $rows 行不符。"
            ;;
        esac
    done <"$work/files"
    cut -d' ' -f1 "$work/files" | sort >"$work/listed"
    grep -v '^manifest\.json$' "$work/payload" | cmp -s - "$work/listed" || bad "manifest.json 登记的文件与包里的不是同一批。"
    sed -n 's/.*,"counts":{\([^}]*\)},.*/\1/p' "$manifest" | tr ',' '\n' | sed -n 's/"\(.*\)":\(.*\)/\1 \2/p' >"$work/counts"
    while read -r register rows; do
        [ -f "data/$register.csv" ] && [ "$(rows_of "data/$register.csv")" = "$rows" ] ||
            bad "$register 登记了 $rows 条,与数据文件的行数不符。"
    done <"$work/counts"
    sed -n 's/.*"control_sums":{\([^}]*\)},.*/\1/p' "$manifest" | tr ',' '\n' | sed -n 's/"\(.*\)":"\(.*\)"/\1 \2/p' >"$work/totals"
    while read -r column amount; do
        { [ -f "data/${column%.*}.csv" ] && cells "data/${column%.*}.csv"; } 2>/dev/null | awk -F '\037' -v column="=${column##*.}" -v stated="$amount" '
            NR == 1 { for (i = 1; i <= NF; i++) if ($i == column) place = i; next }
            place { total += substr($place, 2) }
            END { total -= stated; exit !(place && total < 0.00001 && total > -0.00001) }' ||
            bad "$column 的合计与登记的控制数 $amount 不符。"
    done <"$work/totals"
    grep '^data/' "$work/payload" >"$work/data"
    while read -r name; do sha256sum "$name"; done <"$work/data" >"$work/fingerprints"
    [ "$(digest_of "$work/fingerprints")" = "$(value data_fingerprint)" ] || bad "数据指纹与数据文件不符。"
    [ "$failed" -ne "$before" ] || good "各数据文件的行数、校验值与登记一致。数据指纹:$(value data_fingerprint | sed 's/..../& /g')"
fi
if [ $is_receipt = no ] && [ $whole = yes ] && [ -f report.pdf ]; then
    if is_report_signed; then
        good "报表 report.pdf 的签名完好,与报送包是同一证书签署。"
    else
        bad "报表 report.pdf 没有有效的签名,或与报送包不是同一证书签署。"
    fi
fi

if [ "$failed" -ne 0 ]; then
    echo "结论:核验不通过。不要使用这个报送包。"
    exit 1
fi
if [ "${pinned:-no}" = yes ]; then
    echo "结论:核验通过。"
else
    echo "结论:内容核验通过;根证书的指纹还要与纸质材料核对。"
fi
