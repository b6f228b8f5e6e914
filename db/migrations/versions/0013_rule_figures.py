"""Numbers of the rule tables that the office enters itself."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rule_figure",
        sa.Column("id", sa.TEXT(), nullable=False),
        sa.Column("rule_table", sa.TEXT(), nullable=False),
        sa.Column("name", sa.TEXT(), nullable=False),
        sa.Column("area", sa.TEXT(), nullable=False),
        sa.Column("value", sa.TEXT(), nullable=False),
        sa.Column("valid_from", sa.TEXT(), nullable=False),
        sa.Column("valid_to", sa.TEXT(), nullable=True),
        sa.Column("source", sa.TEXT(), nullable=False),
        sa.Column("withdrawn", sa.INTEGER(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_figure")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
