"""The ground that every test stands on: offscreen, one time zone, slow tests only on demand."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from db.store.ledger import Ledger
from desktop import language
from tests.support import demo_office
from tests.support.demo_office import DemoOffice
from tests.support.offices import NOW, LedgerMaker
from tests.support.round_trip import OfficeMaker, Round
from tests.support.soft_token import LIBRARY, SoftTokens

os.environ["QT_QPA_PLATFORM"] = os.environ.get("TAIZHANG_TEST_PLATFORM", "offscreen")
os.environ["TZ"] = "Asia/Shanghai"
# A busy machine makes single examples slow: that is no failure.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="also run fault injection and long mutation runs")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--slow"):
        skip = pytest.mark.skip(reason="slow: run with --slow")
        for item in items:
            if "slow" in item.keywords:
                item.add_marker(skip)


@pytest.fixture(scope="session")
def ledger_maker(tmp_path_factory: pytest.TempPathFactory) -> LedgerMaker:
    """Make ledgers in no time; only the first one is made for real."""
    return LedgerMaker(tmp_path_factory.mktemp("first") / "ledger")


@pytest.fixture
def ledger(ledger_maker: LedgerMaker, tmp_path: Path) -> Iterator[Ledger]:
    """Open an empty ledger of 罗家镇; its clock stands at 2026-06-15 09:00."""
    made = ledger_maker.make(tmp_path / "ledger")
    yield made
    made.close()


@pytest.fixture(scope="module")
def maker(tmp_path_factory: pytest.TempPathFactory) -> OfficeMaker:
    """Make offices with real keys under one county root; each is made for real once in a module, then copied."""
    return OfficeMaker(tmp_path_factory.mktemp("offices"))


@pytest.fixture
def trip(maker: OfficeMaker, tmp_path: Path) -> Iterator[Round]:
    """Give a county, two of its townships and a stick; the clock of all three begins anew."""
    maker.clock.now = NOW
    made = maker.round(tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoOffice:
    """Make the demonstration's office; tests may read it, and change a copy."""
    return demo_office.make(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def _soft_tokens(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoftTokens]:
    pytest.importorskip("pkcs11", reason="the token plug-in is not installed")
    if shutil.which("softhsm2-util") is None or not LIBRARY.exists():
        pytest.skip("SoftHSM2 is not installed")
    made = SoftTokens(tmp_path_factory.mktemp("softhsm"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(made.settings))
        yield made


@pytest.fixture
def soft_tokens(_soft_tokens: SoftTokens) -> Iterator[SoftTokens]:
    """Give a place for tokens, none of which is plugged in yet."""
    yield _soft_tokens
    _soft_tokens.clear()


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    """Let no test leave its language to the next one: the language is one choice of the whole process."""
    language.choose(language.CHINESE)
    yield
    language.choose(language.CHINESE)
