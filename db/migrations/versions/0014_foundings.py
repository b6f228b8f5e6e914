"""The founding of a union in a unit, with its preparing group and its candidates."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "foundings",
        sa.Column("unit", sa.TEXT(), nullable=True),
        sa.Column("union_name", sa.TEXT(), nullable=True),
        sa.Column("superior", sa.TEXT(), nullable=True),
        sa.Column("party_agrees", sa.INTEGER(), nullable=True),
        sa.Column("party_organisation", sa.TEXT(), nullable=True),
        sa.Column("contact", sa.TEXT(), nullable=True),
        sa.Column("phone", sa.TEXT(), nullable=True),
        sa.Column("request_on", sa.TEXT(), nullable=True),
        sa.Column("request_no", sa.TEXT(), nullable=True),
        sa.Column("preparation_on", sa.TEXT(), nullable=True),
        sa.Column("preparation_no", sa.TEXT(), nullable=True),
        sa.Column("recruiting_on", sa.TEXT(), nullable=True),
        sa.Column("members", sa.INTEGER(), nullable=True),
        sa.Column("female_members", sa.INTEGER(), nullable=True),
        sa.Column("candidates_on", sa.TEXT(), nullable=True),
        sa.Column("candidates_no", sa.TEXT(), nullable=True),
        sa.Column("congress_on", sa.TEXT(), nullable=True),
        sa.Column("congress_kind", sa.TEXT(), nullable=True),
        sa.Column("congress_place", sa.TEXT(), nullable=True),
        sa.Column("minutes_no", sa.TEXT(), nullable=True),
        sa.Column("ballots_due", sa.INTEGER(), nullable=True),
        sa.Column("ballots_present", sa.INTEGER(), nullable=True),
        sa.Column("ballots_issued", sa.INTEGER(), nullable=True),
        sa.Column("ballots_returned", sa.INTEGER(), nullable=True),
        sa.Column("ballots_valid", sa.INTEGER(), nullable=True),
        sa.Column("chaired_by", sa.TEXT(), nullable=True),
        sa.Column("scrutineers", sa.TEXT(), nullable=True),
        sa.Column("tellers", sa.TEXT(), nullable=True),
        sa.Column("term", sa.INTEGER(), nullable=True),
        sa.Column("term_years", sa.INTEGER(), nullable=True),
        sa.Column("report_on", sa.TEXT(), nullable=True),
        sa.Column("report_no", sa.TEXT(), nullable=True),
        sa.Column("approval_on", sa.TEXT(), nullable=True),
        sa.Column("approval_no", sa.TEXT(), nullable=True),
        sa.Column("seals_on", sa.TEXT(), nullable=True),
        sa.Column("seals_no", sa.TEXT(), nullable=True),
        sa.Column("legal_person_on", sa.TEXT(), nullable=True),
        sa.Column("legal_person_no", sa.TEXT(), nullable=True),
        sa.Column("account_on", sa.TEXT(), nullable=True),
        sa.Column("account_no", sa.TEXT(), nullable=True),
        sa.Column("plaque_on", sa.TEXT(), nullable=True),
        sa.Column("memo", sa.TEXT(), nullable=True),
        sa.Column("id", sa.TEXT(), nullable=False),
        sa.Column("version", sa.INTEGER(), nullable=False),
        sa.Column("revision", sa.INTEGER(), nullable=False),
        sa.Column("state", sa.TEXT(), nullable=False),
        sa.Column("office", sa.TEXT(), nullable=False),
        sa.Column("written_on", sa.TEXT(), nullable=False),
        sa.Column("reasons", sa.TEXT(), nullable=False),
        sa.Column("created_at", sa.TEXT(), nullable=False),
        sa.Column("created_by", sa.TEXT(), nullable=False),
        sa.Column("changed_at", sa.TEXT(), nullable=False),
        sa.Column("changed_by", sa.TEXT(), nullable=False),
        sa.Column("deleted_at", sa.TEXT(), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'checked', 'packed', 'handed_over', 'received', 'returned', 'correction')",
            name=op.f("ck_foundings_state"),
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_foundings_revision")),
        sa.ForeignKeyConstraint(["unit"], ["units.id"], name=op.f("fk_foundings_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_foundings")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_foundings_deleted_at"), "foundings", ["deleted_at", "id", "state"], unique=False)
    op.create_index(op.f("ix_foundings_unit"), "foundings", ["unit"], unique=False)
    op.create_table(
        "foundings_candidates",
        sa.Column("record_id", sa.TEXT(), nullable=False),
        sa.Column("organ", sa.TEXT(), nullable=True),
        sa.Column("name", sa.TEXT(), nullable=True),
        sa.Column("sex", sa.TEXT(), nullable=True),
        sa.Column("birth", sa.TEXT(), nullable=True),
        sa.Column("politics", sa.TEXT(), nullable=True),
        sa.Column("post", sa.TEXT(), nullable=True),
        sa.Column("union_post", sa.TEXT(), nullable=True),
        sa.Column("votes", sa.INTEGER(), nullable=True),
        sa.Column("elected", sa.INTEGER(), nullable=True),
        sa.Column("id", sa.TEXT(), nullable=False),
        sa.Column("position", sa.INTEGER(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["foundings.id"], name=op.f("fk_foundings_candidates_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_foundings_candidates")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_foundings_candidates_record_id"), "foundings_candidates", ["record_id"], unique=False
    )
    op.create_table(
        "foundings_preparers",
        sa.Column("record_id", sa.TEXT(), nullable=False),
        sa.Column("name", sa.TEXT(), nullable=True),
        sa.Column("sex", sa.TEXT(), nullable=True),
        sa.Column("post", sa.TEXT(), nullable=True),
        sa.Column("role", sa.TEXT(), nullable=True),
        sa.Column("id", sa.TEXT(), nullable=False),
        sa.Column("position", sa.INTEGER(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["foundings.id"], name=op.f("fk_foundings_preparers_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_foundings_preparers")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_foundings_preparers_record_id"), "foundings_preparers", ["record_id"], unique=False
    )
