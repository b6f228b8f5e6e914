"""What a trial says of each column of a table: what it is read as, what it may be, and what a person may choose."""

from __future__ import annotations

from dataclasses import dataclass

from db.fields import Field, PictureField
from db.messages import N_, Message
from db.register import Register
from desktop.services import import_tables
from desktop.services.import_tables import PARENT
from desktop.services.importing import ImportPreview


@dataclass(frozen=True)
class ReadColumn:
    """A column by ``import_tables.column_name``, and the codes of the field it is read as and of the one it may be, or "".

    ``sheet`` is the code of the row group whose sheet it is in, or ""; ``is_by_name``: it was known without a person's word.
    """

    name: str
    sheet: str
    code: str
    suggested: str = ""
    is_by_name: bool = False


def columns_of(preview: ImportPreview) -> tuple[ReadColumn, ...]:
    """Give the columns of a trial in the order of the file; those without a head are not among them."""
    register, of_groups = preview.register, preview.fields.groups
    tables = {None: preview.fields.columns} | {
        register.row_group(code): columns for code, columns in of_groups.items()
    }
    chosen = {name: code for name, code in (preview.confirmed or {}).items() if code}
    known = import_tables.by_name(register, preview.fields.columns, of_groups)
    suggested = preview.suggested or {}
    left = {
        import_tables.column_name(group, columns.header[place])
        for group, columns in tables.items()
        for place in columns.unknown
    }
    asked = left | set(suggested) | set(chosen)
    there = [
        import_tables.column_name(group, cell) for group, columns in tables.items() for cell in columns.header
    ]
    found = []
    for name in dict.fromkeys([*there, *suggested, *chosen]):
        group, _ = import_tables.column_named(register, name)
        sheet = group.code if group else ""
        if name in asked:
            found.append(ReadColumn(name, sheet, chosen.get(name, ""), suggested.get(name, "")))
        elif name in known:
            found.append(ReadColumn(name, sheet, known[name], is_by_name=True))
    return tuple(found)


def fields_of(preview: ImportPreview, sheet: str) -> dict[str, Field]:
    """Give the fields that the columns of a sheet may be, except pictures, which no cell can hold.

    Whose the rows of a sheet are is among them only where no column says it by its name.
    """
    register = preview.register
    if not sheet:
        return {code: one for code, one in register.fields.items() if not isinstance(one, PictureField)}
    fields = import_tables.group_fields(register, register.row_group(sheet))
    is_chosen = any(one.sheet == sheet and one.code == PARENT for one in columns_of(preview))
    if sheet in preview.fields.groups and not is_chosen:
        del fields[PARENT]
    return fields


def question(register: Register, column: ReadColumn) -> Message:
    """Ask what a column is, or whether it is the field that its name is like."""
    group, header = import_tables.column_named(register, column.name)
    fields = import_tables.group_fields(register, group) if group else register.fields
    values = {"name": header} | ({"sheet": Message(group.title)} if group else {})
    if not column.suggested or column.code:
        return Message(N_("“{sheet}”表的“{name}”导入到") if group else N_("“{name}”导入到"), values)
    values["label"] = Message(fields[column.suggested].label)
    return Message(
        N_("“{sheet}”表的“{name}”是不是“{label}”？") if group else N_("“{name}”是不是“{label}”？"), values
    )
