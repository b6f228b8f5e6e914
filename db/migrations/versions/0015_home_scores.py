"""The score sheets of workers' homes and what rules a home out."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "worker_homes_scores",
        sa.Column("record_id", sa.TEXT(), nullable=False),
        sa.Column("item", sa.TEXT(), nullable=True),
        sa.Column("own", sa.INTEGER(), nullable=True),
        sa.Column("accepted", sa.INTEGER(), nullable=True),
        sa.Column("note", sa.TEXT(), nullable=True),
        sa.Column("id", sa.TEXT(), nullable=False),
        sa.Column("position", sa.INTEGER(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["worker_homes.id"], name=op.f("fk_worker_homes_scores_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_homes_scores")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_worker_homes_scores_record_id"), "worker_homes_scores", ["record_id"], unique=False
    )
    op.add_column("worker_homes", sa.Column("vetoes", sa.TEXT(), nullable=True))
