"""What the notice to put something right and its receipt print."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inspections_problems",
        sa.Column("record_id", sa.TEXT(), nullable=False),
        sa.Column("problem", sa.TEXT(), nullable=True),
        sa.Column("requirement", sa.TEXT(), nullable=True),
        sa.Column("rectify_by", sa.TEXT(), nullable=True),
        sa.Column("measure", sa.TEXT(), nullable=True),
        sa.Column("is_done", sa.INTEGER(), nullable=True),
        sa.Column("done_on", sa.TEXT(), nullable=True),
        sa.Column("id", sa.TEXT(), nullable=False),
        sa.Column("position", sa.INTEGER(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["inspections.id"], name=op.f("fk_inspections_problems_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspections_problems")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_inspections_problems_record_id"), "inspections_problems", ["record_id"], unique=False
    )
    op.add_column("inspections", sa.Column("rechecked_by", sa.TEXT(), nullable=True))
    op.add_column("inspections", sa.Column("notice_no", sa.TEXT(), nullable=True))
    op.add_column("inspections", sa.Column("notice_on", sa.TEXT(), nullable=True))
    op.add_column("inspections", sa.Column("notice_basis", sa.TEXT(), nullable=True))
    op.add_column("inspections", sa.Column("issued_by", sa.TEXT(), nullable=True))
    op.add_column("inspections", sa.Column("received_by", sa.TEXT(), nullable=True))
    op.add_column("inspections", sa.Column("received_on", sa.TEXT(), nullable=True))
    op.add_column("inspections", sa.Column("reply_on", sa.TEXT(), nullable=True))
    op.add_column("inspections", sa.Column("reply", sa.TEXT(), nullable=True))
    op.add_column("inspections", sa.Column("replied_by", sa.TEXT(), nullable=True))
    op.add_column("inspections", sa.Column("reply_phone", sa.TEXT(), nullable=True))
