"""Other offices' replies and the rounds of public notice on those recommended."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "collectives_consultations",
        sa.Column("record_id", sa.TEXT(), nullable=False),
        sa.Column("department", sa.TEXT(), nullable=True),
        sa.Column("sent_on", sa.TEXT(), nullable=True),
        sa.Column("reply_on", sa.TEXT(), nullable=True),
        sa.Column("conclusion", sa.TEXT(), nullable=True),
        sa.Column("opinion", sa.TEXT(), nullable=True),
        sa.Column("signer", sa.TEXT(), nullable=True),
        sa.Column("id", sa.TEXT(), nullable=False),
        sa.Column("position", sa.INTEGER(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["collectives.id"], name=op.f("fk_collectives_consultations_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collectives_consultations")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_collectives_consultations_record_id"),
        "collectives_consultations",
        ["record_id"],
        unique=False,
    )
    op.create_table(
        "collectives_notices",
        sa.Column("record_id", sa.TEXT(), nullable=False),
        sa.Column("scope", sa.TEXT(), nullable=True),
        sa.Column("place", sa.TEXT(), nullable=True),
        sa.Column("from_on", sa.TEXT(), nullable=True),
        sa.Column("until_on", sa.TEXT(), nullable=True),
        sa.Column("days", sa.INTEGER(), nullable=True),
        sa.Column("result", sa.TEXT(), nullable=True),
        sa.Column("id", sa.TEXT(), nullable=False),
        sa.Column("position", sa.INTEGER(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["collectives.id"], name=op.f("fk_collectives_notices_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collectives_notices")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_collectives_notices_record_id"), "collectives_notices", ["record_id"], unique=False
    )
    op.create_table(
        "nominees_consultations",
        sa.Column("record_id", sa.TEXT(), nullable=False),
        sa.Column("department", sa.TEXT(), nullable=True),
        sa.Column("sent_on", sa.TEXT(), nullable=True),
        sa.Column("reply_on", sa.TEXT(), nullable=True),
        sa.Column("conclusion", sa.TEXT(), nullable=True),
        sa.Column("opinion", sa.TEXT(), nullable=True),
        sa.Column("signer", sa.TEXT(), nullable=True),
        sa.Column("id", sa.TEXT(), nullable=False),
        sa.Column("position", sa.INTEGER(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["nominees.id"], name=op.f("fk_nominees_consultations_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nominees_consultations")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_nominees_consultations_record_id"), "nominees_consultations", ["record_id"], unique=False
    )
    op.create_table(
        "nominees_notices",
        sa.Column("record_id", sa.TEXT(), nullable=False),
        sa.Column("scope", sa.TEXT(), nullable=True),
        sa.Column("place", sa.TEXT(), nullable=True),
        sa.Column("from_on", sa.TEXT(), nullable=True),
        sa.Column("until_on", sa.TEXT(), nullable=True),
        sa.Column("days", sa.INTEGER(), nullable=True),
        sa.Column("result", sa.TEXT(), nullable=True),
        sa.Column("id", sa.TEXT(), nullable=False),
        sa.Column("position", sa.INTEGER(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["nominees.id"], name=op.f("fk_nominees_notices_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nominees_notices")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_nominees_notices_record_id"), "nominees_notices", ["record_id"], unique=False)
