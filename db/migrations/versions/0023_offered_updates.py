"""What the office above sends down with its receipts, until somebody adopts or declines it."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "offered_update",
        sa.Column("digest", sa.TEXT(), nullable=False),
        sa.Column("content", sa.TEXT(), nullable=False),
        sa.Column("receipt", sa.TEXT(), nullable=False),
        sa.Column("offered_at", sa.TEXT(), nullable=False),
        sa.Column("decision", sa.TEXT(), nullable=True),
        sa.Column("decided_at", sa.TEXT(), nullable=True),
        sa.Column("decided_by", sa.TEXT(), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_offered_update")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
