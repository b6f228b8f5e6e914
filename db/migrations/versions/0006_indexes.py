"""Indexes for lists, counts and the rules that compare records, so that 100 000 records are as quick as ten."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_REGISTERS = ("units", "worker_homes", "hardship_cases", "nominees", "collectives", "inspections")
_COMPARED = (("hardship_cases", "address"), ("hardship_cases", "card_no"), ("collectives", "name"))


def upgrade() -> None:
    for register in _REGISTERS:
        op.drop_index(op.f(f"ix_{register}_state"), register)
        op.create_index(op.f(f"ix_{register}_deleted_at"), register, ["deleted_at", "id", "state"])
    for register, column in _COMPARED:
        op.create_index(op.f(f"ix_{register}_{column}"), register, [column])
