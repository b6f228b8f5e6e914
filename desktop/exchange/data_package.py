"""``datapackage.json`` (Frictionless Data Package): what every column of a package's CSVs means.

Written from the declarations of the registers, so that any reader can check the data without our program.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from db.code_lists import code_list
from db.fields import (
    AreaField,
    ChoiceField,
    DateField,
    DecimalField,
    Field,
    IdentityField,
    IntegerField,
    MoneyField,
    MultiChoiceField,
    PictureField,
    TextField,
    YesNoField,
)
from db.register import Register
from desktop.exchange import record_codec

_DIALECT = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True}
_UID = {"type": "string", "constraints": {"required": True, "minLength": 36, "maxLength": 36}}


def describe(registers: Sequence[Register], data: Mapping[str, bytes], name: str, title: str) -> bytes:
    """Write the description of all CSVs of a package; ``name`` is an ASCII slug."""
    resources = []
    for register in registers:
        resources.append(
            _resource(record_codec.member_name(register), register.title, _schema(register), data)
        )
        for group in register.row_groups:
            path = record_codec.member_name(register, group.code)
            resources.append(
                _resource(path, f"{register.title}:{group.title}", _row_schema(register, group.code), data)
            )
    package = {"profile": "tabular-data-package", "name": name, "title": title, "resources": resources}
    return json.dumps(package, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def describe_field(code: str, field: Field, title: str = "") -> dict[str, Any]:
    """Describe one column: type, format, unit and the constraints that hold for data in any state.

    ``required`` is left out: it is a check of the office's work, not a property of the column.
    """
    described: dict[str, Any] = {"name": code, "title": title or field.label}
    if field.help:
        described["description"] = field.help
    return described | _kind(field)


def _kind(field: Field) -> dict[str, Any]:
    match field:
        case IdentityField():
            return {"type": "string", "constraints": {"maxLength": 18}}
        case TextField(max_length=longest):
            return {"type": "string", "constraints": {"maxLength": longest}}
        case IntegerField(minimum=least, maximum=most, unit=unit):
            return {"type": "integer", "constraints": {"minimum": least, "maximum": most}} | _unit(unit)
        case DecimalField(minimum=least, maximum=most, unit=unit):
            return {"type": "number", "constraints": {"minimum": least, "maximum": most}} | _unit(unit)
        case MoneyField(negative=True):
            return {"type": "number"} | _unit("元")
        case MoneyField():
            return {"type": "number", "constraints": {"minimum": 0}} | _unit("元")
        case DateField():
            return {"type": "date", "format": "%Y-%m-%d"}
        case ChoiceField(codes=codes):
            return {"type": "string", "constraints": {"enum": [item.code for item in code_list(codes).items]}}
        case MultiChoiceField(codes=codes):
            one = "|".join(item.code for item in code_list(codes).items)
            return {"type": "string", "constraints": {"pattern": f"({one})(;({one}))*"}}
        case YesNoField():
            return {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]}
        case AreaField(digits=digits):
            return {"type": "string", "constraints": {"pattern": f"[0-9]{{{digits}}}"}}
        case PictureField():
            return {"type": "string", "constraints": {"pattern": "[0-9a-f]{64}"}}
    return {"type": "string"}


def _unit(unit: str) -> dict[str, str]:
    return {"unit": unit} if unit else {}


def _schema(register: Register) -> dict[str, Any]:
    fields = [
        {"name": "record_uid", "title": "记录标识"} | _UID,
        {"name": "rev", "title": "版次", "type": "integer", "constraints": {"required": True, "minimum": 1}},
        {
            "name": "op",
            "title": "操作",
            "type": "string",
            "constraints": {"required": True, "enum": ["new", "changed", "withdrawn"]},
        },
        {"name": "written_on", "title": "填写日期", "type": "date", "format": "%Y-%m-%d"},
        *(describe_field(code, field) for code, field in register.fields.items()),
        *(describe_field(one.code, one.kind) for one in register.computed),
        {"name": record_codec.REASONS_COLUMN, "title": "核实说明", "type": "string"},
        {"name": record_codec.OFFICE_COLUMN, "title": "填报单位代码", "type": "string"},
    ]
    return {"fields": fields, "primaryKey": ["record_uid"], "missingValues": [""]}


def _row_schema(register: Register, group: str) -> dict[str, Any]:
    fields = [
        {"name": "row_uid", "title": "行标识"} | _UID,
        {"name": "record_uid", "title": "记录标识"} | _UID,
        {
            "name": "position",
            "title": "行序",
            "type": "integer",
            "constraints": {"required": True, "minimum": 0},
        },
        *(describe_field(code, field) for code, field in register.row_group(group).fields.items()),
    ]
    parent = {"resource": _slug(record_codec.member_name(register)), "fields": ["record_uid"]}
    return {
        "fields": fields,
        "primaryKey": ["row_uid"],
        "missingValues": [""],
        "foreignKeys": [{"fields": ["record_uid"], "reference": parent}],
    }


def _resource(path: str, title: str, schema: dict[str, Any], data: Mapping[str, bytes]) -> dict[str, Any]:
    content = data[path]
    return {
        "name": _slug(path),
        "title": title,
        "path": path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": _DIALECT,
        "schema": schema,
    }


def _slug(path: str) -> str:
    return path.removeprefix("data/").removesuffix(".csv").replace(".", "-").replace("_", "-")
