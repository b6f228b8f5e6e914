"""Templates (导入模板): an empty workbook for a register, with drop-down lists, rules and an example."""

from __future__ import annotations

from datetime import date

from db.messages import N_, Message
from db.register import Register
from desktop.services.progress import Progress, Silent


def write(register: Register, today: date, progress: Progress | None = None) -> bytes:
    """Write a register's template as .xlsx, with the choices that are valid ``today``."""
    from desktop.exchange import workbook_template  # noqa: PLC0415 - openpyxl costs a tenth of a second

    watched = progress or Silent()
    writing = Message(N_("正在生成模板"))
    return workbook_template.write(register, today, lambda done, total: watched.step(done, total, writing))
