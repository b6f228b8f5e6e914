"""What an import notes in the history is what an encoder would write, though it is put together piece by piece."""

from __future__ import annotations

from db.canonical_json import canonical_json, quoted
from db.registers import all_registers
from db.store import history
from db.store.ledger import Ledger
from desktop.services import importing
from tests.support.noted_changes import changes_of

UNITS = all_registers()["units"]
HEAD = "单位名称,单位类别（经济类型）,登记状态,职工人数,建会情况,备注,成立日期"
ROW = '"第1""红星""厂\\,𠮷",国有企业,在业,120,筹备,"一\n二",2001-5-8'


def test_the_noted_changes_are_canonical_and_the_chain_holds(ledger: Ledger) -> None:
    preview = importing.dry_run(ledger, UNITS, f"{HEAD}\r\n{ROW}".encode("gb18030"), "单位.csv")
    ((record_id,),) = importing.apply(ledger, preview).records.values()
    (noted,) = changes_of(ledger, record_id)
    assert noted.changes["unit_name"] == [None, '第1"红星"厂\\,𠮷']
    assert noted.changes["employees"] == [None, "120"]
    with ledger.store.reading() as session:
        stored = session.connection().exec_driver_sql("SELECT changes FROM history WHERE action = 'import'")
        assert stored.scalar() == canonical_json(noted.changes)
        assert history.first_break(session) is None


def test_a_quoted_text_is_canonical_json() -> None:
    for text in ('"', "\\", "\n", "\x7f", "𠮷", "</script>", ""):
        assert quoted(text) == canonical_json(text)
