"""The ground that every test stands on: offscreen, one time zone, slow tests only on demand."""

from __future__ import annotations

import os

import pytest

os.environ["QT_QPA_PLATFORM"] = os.environ.get("TAIZHANG_TEST_PLATFORM", "offscreen")
os.environ["TZ"] = "Asia/Shanghai"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="also run fault injection and long mutation runs")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--slow"):
        skip = pytest.mark.skip(reason="slow: run with --slow")
        for item in items:
            if "slow" in item.keywords:
                item.add_marker(skip)
