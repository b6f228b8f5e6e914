"""Inspections and what has to be put right."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inspections",
        sa.Column("inspected_on", sa.TEXT(), nullable=True),
        sa.Column("place", sa.TEXT(), nullable=True),
        sa.Column("unit", sa.TEXT(), nullable=True),
        sa.Column("inspectors", sa.TEXT(), nullable=True),
        sa.Column("findings", sa.TEXT(), nullable=True),
        sa.Column("needs_rectifying", sa.INTEGER(), nullable=True),
        sa.Column("rectify_by", sa.TEXT(), nullable=True),
        sa.Column("result", sa.TEXT(), nullable=True),
        sa.Column("result_on", sa.TEXT(), nullable=True),
        sa.Column("id", sa.TEXT(), nullable=False),
        sa.Column("version", sa.INTEGER(), nullable=False),
        sa.Column("revision", sa.INTEGER(), nullable=False),
        sa.Column("state", sa.TEXT(), nullable=False),
        sa.Column("office", sa.TEXT(), nullable=False),
        sa.Column("written_on", sa.TEXT(), nullable=False),
        sa.Column("reasons", sa.TEXT(), nullable=False),
        sa.Column("created_at", sa.TEXT(), nullable=False),
        sa.Column("created_by", sa.TEXT(), nullable=False),
        sa.Column("changed_at", sa.TEXT(), nullable=False),
        sa.Column("changed_by", sa.TEXT(), nullable=False),
        sa.Column("deleted_at", sa.TEXT(), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'checked', 'packed', 'handed_over', 'received', 'returned', 'correction')",
            name=op.f("ck_inspections_state"),
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_inspections_revision")),
        sa.ForeignKeyConstraint(["unit"], ["units.id"], name=op.f("fk_inspections_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspections")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_inspections_state"), "inspections", ["state"], unique=False)
    op.create_index(op.f("ix_inspections_unit"), "inspections", ["unit"], unique=False)
