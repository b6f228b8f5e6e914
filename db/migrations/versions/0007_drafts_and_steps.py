"""Drafts of what is typed and not saved, and the named steps that can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("record_id", sa.TEXT(), nullable=False),
        sa.Column("by", sa.TEXT(), nullable=False),
        sa.Column("register", sa.TEXT(), nullable=False),
        sa.Column("based_on", sa.INTEGER(), nullable=False),
        sa.Column("typed", sa.TEXT(), nullable=False),
        sa.Column("changed_count", sa.INTEGER(), nullable=False),
        sa.Column("saved_at", sa.TEXT(), nullable=False),
        sa.PrimaryKeyConstraint("record_id", "by", name=op.f("pk_draft")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "step",
        sa.Column("number", sa.INTEGER(), autoincrement=False, nullable=False),
        sa.Column("first", sa.INTEGER(), nullable=False),
        sa.Column("kind", sa.TEXT(), nullable=False),
        sa.Column("subject", sa.TEXT(), nullable=True),
        sa.Column("undoes", sa.INTEGER(), nullable=True),
        sa.ForeignKeyConstraint(["undoes"], ["step.number"], name=op.f("fk_step_undoes")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_step")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_step_undoes"), "step", ["undoes"], unique=False)
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER step_refuses_{event.lower()} BEFORE {event} ON step "
            "BEGIN SELECT RAISE(ABORT, 'steps are append-only'); END"
        )
