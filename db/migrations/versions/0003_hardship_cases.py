"""Hardship files."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hardship_cases",
        sa.Column("file_no", sa.TEXT(), nullable=True),
        sa.Column("hardship_class", sa.TEXT(), nullable=True),
        sa.Column("file_level", sa.TEXT(), nullable=True),
        sa.Column("name", sa.TEXT(), nullable=True),
        sa.Column("id_no", sa.TEXT(), nullable=True),
        sa.Column("sex", sa.TEXT(), nullable=True),
        sa.Column("birth", sa.TEXT(), nullable=True),
        sa.Column("ethnic", sa.TEXT(), nullable=True),
        sa.Column("politics", sa.TEXT(), nullable=True),
        sa.Column("health", sa.TEXT(), nullable=True),
        sa.Column("disability_kind", sa.TEXT(), nullable=True),
        sa.Column("disability_grade", sa.TEXT(), nullable=True),
        sa.Column("model_worker_kind", sa.TEXT(), nullable=True),
        sa.Column("marriage", sa.TEXT(), nullable=True),
        sa.Column("single_parent", sa.INTEGER(), nullable=True),
        sa.Column("household_kind", sa.TEXT(), nullable=True),
        sa.Column("household_area", sa.TEXT(), nullable=True),
        sa.Column("address", sa.TEXT(), nullable=True),
        sa.Column("postcode", sa.TEXT(), nullable=True),
        sa.Column("mobile", sa.TEXT(), nullable=True),
        sa.Column("other_phone", sa.TEXT(), nullable=True),
        sa.Column("medical_insurance", sa.TEXT(), nullable=True),
        sa.Column("work_state", sa.TEXT(), nullable=True),
        sa.Column("work_from", sa.TEXT(), nullable=True),
        sa.Column("unit", sa.TEXT(), nullable=True),
        sa.Column("unit_text", sa.TEXT(), nullable=True),
        sa.Column("unit_nature", sa.TEXT(), nullable=True),
        sa.Column("unit_condition", sa.TEXT(), nullable=True),
        sa.Column("industry", sa.TEXT(), nullable=True),
        sa.Column("migrant_worker", sa.INTEGER(), nullable=True),
        sa.Column("contract_from", sa.TEXT(), nullable=True),
        sa.Column("contract_term", sa.TEXT(), nullable=True),
        sa.Column("union_member", sa.INTEGER(), nullable=True),
        sa.Column("joined_union", sa.TEXT(), nullable=True),
        sa.Column("house_kind", sa.TEXT(), nullable=True),
        sa.Column("floor_area", sa.INTEGER(), nullable=True),
        sa.Column("household_size", sa.INTEGER(), nullable=True),
        sa.Column("monthly_income_self", sa.INTEGER(), nullable=True),
        sa.Column("other_income_year", sa.INTEGER(), nullable=True),
        sa.Column("household_income_year", sa.INTEGER(), nullable=True),
        sa.Column("rigid_medical", sa.INTEGER(), nullable=True),
        sa.Column("rigid_education", sa.INTEGER(), nullable=True),
        sa.Column("rigid_disability", sa.INTEGER(), nullable=True),
        sa.Column("rigid_other", sa.INTEGER(), nullable=True),
        sa.Column("on_allowance", sa.INTEGER(), nullable=True),
        sa.Column("allowance_no", sa.TEXT(), nullable=True),
        sa.Column("allowance_monthly", sa.INTEGER(), nullable=True),
        sa.Column("cause_main", sa.TEXT(), nullable=True),
        sa.Column("cause_secondary", sa.TEXT(), nullable=True),
        sa.Column("cause_text", sa.TEXT(), nullable=True),
        sa.Column("can_help_self", sa.INTEGER(), nullable=True),
        sa.Column("no_one_employed", sa.INTEGER(), nullable=True),
        sa.Column("bank", sa.TEXT(), nullable=True),
        sa.Column("branch", sa.TEXT(), nullable=True),
        sa.Column("card_no", sa.TEXT(), nullable=True),
        sa.Column("campaign_target", sa.INTEGER(), nullable=True),
        sa.Column("campaign_from", sa.TEXT(), nullable=True),
        sa.Column("campaign_group", sa.TEXT(), nullable=True),
        sa.Column("campaign_group_text", sa.TEXT(), nullable=True),
        sa.Column("campaign_measures", sa.TEXT(), nullable=True),
        sa.Column("filed_on", sa.TEXT(), nullable=True),
        sa.Column("filed_by", sa.TEXT(), nullable=True),
        sa.Column("reviewed_by", sa.TEXT(), nullable=True),
        sa.Column("entered_by", sa.TEXT(), nullable=True),
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
            name=op.f("ck_hardship_cases_state"),
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_hardship_cases_revision")),
        sa.ForeignKeyConstraint(["unit"], ["units.id"], name=op.f("fk_hardship_cases_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hardship_cases")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_hardship_cases_file_no"), "hardship_cases", ["file_no"], unique=False)
    op.create_index(op.f("ix_hardship_cases_id_no"), "hardship_cases", ["id_no"], unique=False)
    op.create_index(op.f("ix_hardship_cases_state"), "hardship_cases", ["state"], unique=False)
    op.create_index(op.f("ix_hardship_cases_unit"), "hardship_cases", ["unit"], unique=False)
    op.create_table(
        "hardship_cases_attachments",
        sa.Column("record_id", sa.TEXT(), nullable=False),
        sa.Column("kind", sa.TEXT(), nullable=True),
        sa.Column("name", sa.TEXT(), nullable=True),
        sa.Column("copies", sa.INTEGER(), nullable=True),
        sa.Column("id", sa.TEXT(), nullable=False),
        sa.Column("position", sa.INTEGER(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["hardship_cases.id"], name=op.f("fk_hardship_cases_attachments_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hardship_cases_attachments")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_hardship_cases_attachments_record_id"),
        "hardship_cases_attachments",
        ["record_id"],
        unique=False,
    )
    op.create_table(
        "hardship_cases_members",
        sa.Column("record_id", sa.TEXT(), nullable=False),
        sa.Column("name", sa.TEXT(), nullable=True),
        sa.Column("relation", sa.TEXT(), nullable=True),
        sa.Column("id_no", sa.TEXT(), nullable=True),
        sa.Column("sex", sa.TEXT(), nullable=True),
        sa.Column("birth", sa.TEXT(), nullable=True),
        sa.Column("ethnic", sa.TEXT(), nullable=True),
        sa.Column("politics", sa.TEXT(), nullable=True),
        sa.Column("monthly_income", sa.INTEGER(), nullable=True),
        sa.Column("model_worker_kind", sa.TEXT(), nullable=True),
        sa.Column("health", sa.TEXT(), nullable=True),
        sa.Column("disability_kind", sa.TEXT(), nullable=True),
        sa.Column("disability_grade", sa.TEXT(), nullable=True),
        sa.Column("medical_insurance", sa.TEXT(), nullable=True),
        sa.Column("marriage", sa.TEXT(), nullable=True),
        sa.Column("household_kind", sa.TEXT(), nullable=True),
        sa.Column("mobile", sa.TEXT(), nullable=True),
        sa.Column("other_phone", sa.TEXT(), nullable=True),
        sa.Column("person_status", sa.TEXT(), nullable=True),
        sa.Column("education", sa.TEXT(), nullable=True),
        sa.Column("entry_year", sa.INTEGER(), nullable=True),
        sa.Column("school_years", sa.INTEGER(), nullable=True),
        sa.Column("unit_or_school", sa.TEXT(), nullable=True),
        sa.Column("unit_nature", sa.TEXT(), nullable=True),
        sa.Column("unit_condition", sa.TEXT(), nullable=True),
        sa.Column("industry", sa.TEXT(), nullable=True),
        sa.Column("work_state", sa.TEXT(), nullable=True),
        sa.Column("contract_from", sa.TEXT(), nullable=True),
        sa.Column("contract_term", sa.TEXT(), nullable=True),
        sa.Column("memo", sa.TEXT(), nullable=True),
        sa.Column("id", sa.TEXT(), nullable=False),
        sa.Column("position", sa.INTEGER(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["hardship_cases.id"], name=op.f("fk_hardship_cases_members_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hardship_cases_members")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_hardship_cases_members_id_no"), "hardship_cases_members", ["id_no"], unique=False
    )
    op.create_index(
        op.f("ix_hardship_cases_members_record_id"), "hardship_cases_members", ["record_id"], unique=False
    )
