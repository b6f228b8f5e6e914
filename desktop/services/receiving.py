"""数据接收: find the packages on a stick or in a folder and say everything about each; nothing is written."""

from __future__ import annotations

import enum
import hashlib
import os
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from db.messages import N_, Message, ReportableError, Severity
from db.registers import all_registers
from db.store import received
from db.store.ledger import Ledger
from desktop.exchange import envelope, record_reading, transport, verification
from desktop.exchange.finding import Finding, failing
from desktop.exchange.manifest import PackageManifest
from desktop.exchange.record_reading import SentRecord, SentRecords
from desktop.exchange.signing import SignatureStatus
from desktop.exchange.trust import Trust
from desktop.exchange.verification import Expected, Verification
from desktop.services import issuing, offices
from desktop.services.progress import Progress, Silent

MOST_FILES = 1000
_ENDINGS = (".asice.age", ".asice")


@dataclass(frozen=True)
class Keys:
    """What files are opened with (age identities of this office) and what their signatures are held against."""

    identities: tuple[str, ...]
    trust: Trust


class Standing(enum.StrEnum):
    """What can be done with an arrival; the value is what the list says."""

    READY = N_("可以接收")
    WAITING = N_("等待前一号")
    REPEATED = N_("已经收过")
    FORKED = N_("编号冲突")
    REFUSED = N_("不能接收")


@dataclass(frozen=True)
class Arrival:
    """One file that came in, with every finding; ``content`` is the signed package without its envelope.

    ``sequence`` is 0 and ``manifest`` None for a file that could not be read. ``file_sha256`` is of what lies there.
    """

    path: Path
    standing: Standing
    findings: tuple[Finding, ...]
    file_sha256: str = ""
    is_sealed: bool = False
    manifest: PackageManifest | None = None
    signature: SignatureStatus | None = None
    identity: str = ""
    content: bytes = field(default=b"", repr=False)
    records: tuple[SentRecord, ...] = field(default=(), repr=False, compare=False)

    @property
    def sender(self) -> str:
        """The code of the office that it says it is from."""
        return self.manifest.sender.code if self.manifest else ""

    @property
    def sender_name(self) -> str:
        """The name of the office that it says it is from."""
        return self.manifest.sender.name if self.manifest else ""

    @property
    def sequence(self) -> int:
        """Its number in the stream of its sender."""
        return self.manifest.seq if self.manifest else 0

    @property
    def period(self) -> str:
        """What it reports on."""
        return self.manifest.period if self.manifest else ""

    @property
    def counts(self) -> Mapping[str, int]:
        """How many records of each register it brings."""
        return self.manifest.counts if self.manifest else {}

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """What is not as it should be, the gravest first."""
        failed = [finding for finding in self.findings if not finding.holds]
        return tuple(sorted(failed, key=lambda one: list(Severity).index(one.severity)))


class Opened(NamedTuple):
    """What lies in a file, what is inside its envelope, and what is wrong with either."""

    raw: bytes
    content: bytes
    wrong: Finding | None


def look(ledger: Ledger, place: Path, progress: Progress | None = None) -> tuple[Arrival, ...]:
    """Verify every package on a stick or in a folder, by sender and number; raises ReportableError when there is no such place.

    Our own revocation list is renewed first when it is due and can be: with one that ran out nothing could be received.
    """
    progress = progress or Silent()
    issuing.renew_due_list(ledger)
    keys, own = keys_of(ledger), ledger.office().area
    files = find(place, "SUB")
    opened: list[Arrival] = []
    for done, path in enumerate(files):
        progress.step(done, len(files), Message(N_("正在核验 {name}"), {"name": path.name}))
        opened.append(verified(path, keys, own))
    progress.step(len(files), len(files), Message(N_("正在核对编号")))
    with ledger.store.reading() as session:
        streams = received.streams(session, received.SUBMISSIONS)
        identities = {one.identity for one in opened if one.identity}
        decided = {one: received.decision_on(session, one) for one in identities}
    in_order = sorted(opened, key=lambda one: (one.sender, one.sequence, one.path.name))
    return placed(in_order, streams, {one for one, decision in decided.items() if decision})


def keys_of(ledger: Ledger, *, above: bool = False) -> Keys:
    """Give what files from below are opened and judged with, or those from ``above``."""
    with ledger.store.reading() as session:
        trust = offices.trust_of(session, ledger.clock(), above=above)
        return Keys(offices.identities(session), trust)


def stands_now(arrival: Arrival, stream: Mapping[int, str]) -> Standing:
    """Say how a package that could be read stands to those of its sender that were taken in."""
    return _standing(_in_stream(arrival, stream))


def find(place: Path, kind: str) -> list[Path]:
    """List the files of a kind (SUB, RCP …) on a stick or in a folder; links and everything else are passed over."""
    if not place.is_dir():
        raise ReportableError(N_("找不到“{folder}”。请插好 U 盘，或另选一个文件夹。"), folder=place)
    on_stick = [folder for one in (transport.OUT, transport.IN) if (folder := place / one).is_dir()]
    found: list[Path] = []
    for folder in on_stick or [place]:
        try:
            with os.scandir(folder) as entries:
                found += [Path(one.path) for one in entries if _is_wanted(one, kind)]
        except OSError as error:
            raise ReportableError(
                N_("读不了“{folder}”。请拔下 U 盘重新插好后再试。"), folder=folder
            ) from error
    if len(found) > MOST_FILES:
        raise ReportableError(
            N_("“{folder}”里的文件超过 {most} 个，请分几个文件夹接收。"), folder=place, most=MOST_FILES
        )
    return sorted(found)


def open_file(path: Path, keys: Keys) -> Opened:
    """Read a file and take it out of its envelope; what goes wrong is a finding."""
    raw = b""
    try:
        raw = envelope.read(path)
        content = envelope.unseal(raw, keys.identities) if envelope.is_sealed(raw) else raw
    except envelope.EnvelopeError as error:
        return Opened(raw, b"", failing(error.code, error.message))
    except OSError:
        text = N_("“{name}”读不出来，可能 U 盘已拔出或文件损坏。请重新插好，或让对方再拷贝一次。")
        return Opened(raw, b"", failing("E01", Message(text, {"name": path.name})))
    return Opened(raw, content, None)


def placed(
    arrivals: Sequence[Arrival], streams: Mapping[str, Mapping[int, str]], decided: Collection[str]
) -> tuple[Arrival, ...]:
    """Put arrivals (by sender and number) into the streams that came in before: what can go, what waits, what is twice."""
    taken = {sender: dict(stream) for sender, stream in streams.items()}
    genuine = [one for one in arrivals if one.standing is Standing.READY]
    twice = Counter(
        (sender, number) for sender, number, _ in {(a.sender, a.sequence, a.identity) for a in genuine}
    )
    seen = set(decided)
    told: list[Arrival] = []
    for one in arrivals:
        if one.standing is not Standing.READY:
            told.append(one)
            continue
        stream = taken.setdefault(one.sender, {})
        if one.identity in seen:
            findings, standing = [_repeated(one)], Standing.REPEATED
        elif twice[one.sender, one.sequence] > 1:
            findings, standing = [_forked(one)], Standing.FORKED
        else:
            findings = _in_stream(one, stream)
            standing = _standing(findings)
            if standing is Standing.READY:
                stream[one.sequence] = one.identity
                seen.add(one.identity)
        told.append(replace(one, standing=standing, findings=(*one.findings, *findings)))
    return tuple(told)


def verified(path: Path, keys: Keys, own: str) -> Arrival:
    """Verify one file that should be for this office (``own``) and read its records; it is in no stream yet."""
    raw, content, wrong = open_file(path, keys)
    digest = hashlib.sha256(raw).hexdigest() if raw else ""
    if wrong is not None:
        return Arrival(path, Standing.REFUSED, (wrong,), digest)
    expected = Expected(receiver=own)
    name = path.name.removesuffix(envelope.SUFFIX)
    checked = verification.verify(content, trust=keys.trust, file_name=name, expected=expected)
    read = _records(checked)
    findings = (*checked.findings, *read.findings)
    is_right = checked.manifest is not None and not any(_rejects(finding) for finding in findings)
    return Arrival(
        path,
        Standing.READY if is_right else Standing.REFUSED,
        findings,
        digest,
        raw is not content,
        checked.manifest,
        checked.signature,
        checked.identity,
        content,
        read.records,
    )


def _is_wanted(entry: os.DirEntry[str], kind: str) -> bool:
    """Take plain files with the name of a package; never follow what points elsewhere."""
    name = entry.name
    is_named = f"_{kind}_" in name and name.lower().endswith(_ENDINGS) and not name.startswith(".")
    return is_named and entry.is_file(follow_symlinks=False)


def _records(checked: Verification) -> SentRecords:
    """Read the records of a package that is right, and say what this program cannot take in of it."""
    if not checked.holds or checked.manifest is None:
        return SentRecords((), ())
    read = record_reading.read_package(checked.tables, all_registers(), checked.manifest.app_version)
    if not checked.manifest.withheld:
        return read
    return replace(read, records=tuple(replace(one, without_identity=True) for one in read.records))


def _rejects(finding: Finding) -> bool:
    return not finding.holds and finding.severity is Severity.MUST


def _in_stream(one: Arrival, stream: Mapping[int, str]) -> list[Finding]:
    expected = Expected(received=stream, from_the_start=True)
    prev = one.manifest.prev if one.manifest else ""
    return list(verification.stream_findings(one.sequence, prev, one.identity, expected))


def _standing(findings: Sequence[Finding]) -> Standing:
    """Read the standing from the findings about the stream."""
    wrong = {finding.code for finding in findings if not finding.holds}
    for code, standing in (
        ("E09", Standing.REPEATED),
        ("E11", Standing.FORKED),
        ("E10", Standing.WAITING),
    ):
        if code in wrong:
            return standing
    return Standing.READY


def _repeated(one: Arrival) -> Finding:
    text = N_("第 {seq} 号报送包以前已经收过，内容相同，不用再导入。")
    return failing("E09", Message(text, {"seq": one.sequence}))


def _forked(one: Arrival) -> Finding:
    text = N_(
        "有两个不同的第 {seq} 号报送包：对方有两本台账，或有人冒用。请立即与对方核实，核实前都不要接收。"
    )
    return failing("E11", Message(text, {"seq": one.sequence}))
