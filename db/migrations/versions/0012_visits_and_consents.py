"""Visits to hardship households, consents, public notice and opinions."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hardship_cases_visits",
        sa.Column("record_id", sa.TEXT(), nullable=False),
        sa.Column("visited_on", sa.TEXT(), nullable=True),
        sa.Column("first_visitor", sa.TEXT(), nullable=True),
        sa.Column("second_visitor", sa.TEXT(), nullable=True),
        sa.Column("present_person", sa.TEXT(), nullable=True),
        sa.Column("housing_found", sa.TEXT(), nullable=True),
        sa.Column("income_found", sa.TEXT(), nullable=True),
        sa.Column("health_found", sa.TEXT(), nullable=True),
        sa.Column("needs_found", sa.TEXT(), nullable=True),
        sa.Column("second_home", sa.INTEGER(), nullable=True),
        sa.Column("owns_business", sa.INTEGER(), nullable=True),
        sa.Column("costly_schooling", sa.INTEGER(), nullable=True),
        sa.Column("uses_vehicle", sa.INTEGER(), nullable=True),
        sa.Column("refuses_work", sa.INTEGER(), nullable=True),
        sa.Column("uncooperative", sa.INTEGER(), nullable=True),
        sa.Column("conclusion", sa.TEXT(), nullable=True),
        sa.Column("opinion", sa.TEXT(), nullable=True),
        sa.Column("id", sa.TEXT(), nullable=False),
        sa.Column("position", sa.INTEGER(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["hardship_cases.id"], name=op.f("fk_hardship_cases_visits_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hardship_cases_visits")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_hardship_cases_visits_record_id"), "hardship_cases_visits", ["record_id"], unique=False
    )
    op.add_column("hardship_cases", sa.Column("requested_on", sa.TEXT(), nullable=True))
    op.add_column("hardship_cases", sa.Column("informed", sa.INTEGER(), nullable=True))
    op.add_column("hardship_cases", sa.Column("informed_on", sa.TEXT(), nullable=True))
    op.add_column("hardship_cases", sa.Column("guardian_name", sa.TEXT(), nullable=True))
    op.add_column("hardship_cases", sa.Column("authorized_on", sa.TEXT(), nullable=True))
    op.add_column("hardship_cases", sa.Column("notice_place", sa.TEXT(), nullable=True))
    op.add_column("hardship_cases", sa.Column("notice_from", sa.TEXT(), nullable=True))
    op.add_column("hardship_cases", sa.Column("notice_until", sa.TEXT(), nullable=True))
    op.add_column("hardship_cases", sa.Column("notice_phone", sa.TEXT(), nullable=True))
    op.add_column("hardship_cases", sa.Column("notice_result", sa.TEXT(), nullable=True))
    op.add_column("hardship_cases", sa.Column("notice_objections", sa.TEXT(), nullable=True))
    op.add_column("hardship_cases", sa.Column("party_opinion", sa.TEXT(), nullable=True))
    op.add_column("hardship_cases", sa.Column("party_opinion_on", sa.TEXT(), nullable=True))
    op.add_column("hardship_cases", sa.Column("union_opinion", sa.TEXT(), nullable=True))
    op.add_column("hardship_cases", sa.Column("union_opinion_on", sa.TEXT(), nullable=True))
    op.add_column("hardship_cases", sa.Column("system_union_opinion", sa.TEXT(), nullable=True))
    op.add_column("hardship_cases", sa.Column("system_union_opinion_on", sa.TEXT(), nullable=True))
    op.add_column("hardship_cases", sa.Column("county_union_opinion", sa.TEXT(), nullable=True))
    op.add_column("hardship_cases", sa.Column("county_union_opinion_on", sa.TEXT(), nullable=True))
    op.add_column("hardship_cases_members", sa.Column("authorizes_check", sa.INTEGER(), nullable=True))
