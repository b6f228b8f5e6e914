"""The encrypted SQLite file with explicit transactions: ``reading()`` and ``writing()`` are the only doors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import current_thread, main_thread
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import QueuePool

from db.store.errors import (
    DiskFullError,
    LedgerBusyError,
    LedgerDamagedError,
    LedgerReadOnlyError,
    RecordChangedError,
)

_WRITES = "taizhang_writes"
_WINDOW_CACHE, _BESIDE_CACHE = 40 * 1024, 8 * 1024
"""KiB. The window's holds the search texts of 100 000 records: with SQLite's own 2 MB every key typed would decrypt
them again. What is read beside the window is mostly read once, and must not fill the memory a second time."""

_LOG_PAGES = 8192
"""32 MB of pages are kept in the log before they are copied into the file, or until it is closed. SQLite's own 4 MB
would let an import wait for its pages to be written twice."""


class Store:
    """An open ``ledger.db``. The raw key means that a new connection costs milliseconds, not a key derivation."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._key = key
        self.engine = _engine(path, key, _WINDOW_CACHE)
        self._beside = _engine(path, key, _BESIDE_CACHE)  # for readers on other threads
        self._writing_engine = self.engine.execution_options(**{_WRITES: True})

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session on one consistent state; nothing may be written in it."""
        engine = self.engine if current_thread() is main_thread() else self._beside
        with translated(), Session(engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session whose changes are all kept when the block ends well, and none otherwise.

        Raises RecordChangedError when a record was saved elsewhere in the meantime.
        """
        try:
            with (
                translated(),
                Session(self._writing_engine, expire_on_commit=False) as session,
                session.begin(),
            ):
                yield session
        except StaleDataError as error:
            raise RecordChangedError from error

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Give a writing connection for migrations."""
        with translated(), self._writing_engine.begin() as connection:
            yield connection

    @property
    def driver_error(self) -> type[Exception]:
        """What the driver raises when it is used past SQLAlchemy."""
        error: type[Exception] = self.engine.dialect.loaded_dbapi.Error
        return error

    @property
    def key(self) -> bytes:
        """The ledger's key: what a new slot of the vault wraps."""
        return self._key

    def beside(self, copy: Path) -> Store:
        """Open a copy of this ledger, which has the same key."""
        return Store(copy, self._key)

    def close(self) -> None:
        """Give the file back."""
        self.engine.dispose()
        self._beside.dispose()


@contextmanager
def translated(driver_error: type[Exception] = DBAPIError) -> Iterator[None]:
    """Turn the driver's errors that a person can act on into sentences; everything else stays a bug."""
    try:
        yield
    except driver_error as error:
        text = str(error.orig if isinstance(error, DBAPIError) else error)
        if "database or disk is full" in text:
            raise DiskFullError from error
        if "database is locked" in text:
            raise LedgerBusyError from error
        if "readonly database" in text or "unable to open database file" in text:
            raise LedgerReadOnlyError from error
        if "malformed" in text or "not a database" in text or "disk I/O error" in text:
            raise LedgerDamagedError(text) from error
        raise


def _engine(path: Path, key: bytes, cache: int) -> Engine:
    from sqlcipher3 import dbapi2  # noqa: PLC0415 - the driver is loaded only when a ledger is opened

    def connect() -> Any:
        # isolation_level=None: the driver must not begin transactions by itself: a killed migration would stay half done.
        connection = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False, timeout=10)
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute(f"PRAGMA cache_size = -{cache}")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA case_sensitive_like = ON")  # search text is stored in lower case
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
        return connection

    engine = create_engine(
        "sqlite://",
        creator=connect,
        module=dbapi2,
        poolclass=QueuePool,
        pool_size=2,
        max_overflow=0,
        pool_use_lifo=True,  # the connection used last has the pages in memory
        hide_parameters=True,  # the text of an error must not carry names and numbers of people
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
