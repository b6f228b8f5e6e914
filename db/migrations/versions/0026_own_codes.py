"""Choices that the office adds to code lists itself, or ends."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_code",
        sa.Column("id", sa.TEXT(), nullable=False),
        sa.Column("codes", sa.TEXT(), nullable=False),
        sa.Column("code", sa.TEXT(), nullable=False),
        sa.Column("label", sa.TEXT(), nullable=False),
        sa.Column("valid_from", sa.TEXT(), nullable=True),
        sa.Column("valid_to", sa.TEXT(), nullable=True),
        sa.Column("withdrawn", sa.INTEGER(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_code")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
