"""Which of its own forms an office sends down with its receipts."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sent_form",
        sa.Column("code", sa.TEXT(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_sent_form")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
