"""Pictures within the ledger, and the photograph of a nominee."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("sha256", sa.TEXT(), nullable=False),
        sa.Column("media_type", sa.TEXT(), nullable=False),
        sa.Column("content", sa.BLOB(), nullable=False),
        sa.Column("added_at", sa.TEXT(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_attachment")),
        sqlite_strict=True,
    )
    op.add_column("nominees", sa.Column("photo", sa.TEXT(), nullable=True))
