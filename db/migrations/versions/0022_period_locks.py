"""Closed periods, and the records of them that may still be changed."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "period_lock",
        sa.Column("office", sa.TEXT(), nullable=False),
        sa.Column("until_on", sa.TEXT(), nullable=False),
        sa.Column("reason", sa.TEXT(), nullable=False),
        sa.PrimaryKeyConstraint("office", name=op.f("pk_period_lock")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "lock_exception",
        sa.Column("register", sa.TEXT(), nullable=False),
        sa.Column("record_id", sa.TEXT(), nullable=False),
        sa.Column("office", sa.TEXT(), nullable=False),
        sa.Column("until_on", sa.TEXT(), nullable=False),
        sa.Column("reason", sa.TEXT(), nullable=False),
        sa.PrimaryKeyConstraint("register", "record_id", name=op.f("pk_lock_exception")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
