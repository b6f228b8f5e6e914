"""Payments, gifts and services for hardship households."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assistance",
        sa.Column("assistance_no", sa.TEXT(), nullable=True),
        sa.Column("hardship_case", sa.TEXT(), nullable=True),
        sa.Column("name", sa.TEXT(), nullable=True),
        sa.Column("id_no", sa.TEXT(), nullable=True),
        sa.Column("work_unit", sa.TEXT(), nullable=True),
        sa.Column("hardship_class", sa.TEXT(), nullable=True),
        sa.Column("phone", sa.TEXT(), nullable=True),
        sa.Column("year", sa.INTEGER(), nullable=True),
        sa.Column("activity", sa.TEXT(), nullable=True),
        sa.Column("kind", sa.TEXT(), nullable=True),
        sa.Column("form", sa.TEXT(), nullable=True),
        sa.Column("amount", sa.INTEGER(), nullable=True),
        sa.Column("goods", sa.TEXT(), nullable=True),
        sa.Column("goods_quantity", sa.TEXT(), nullable=True),
        sa.Column("goods_value", sa.INTEGER(), nullable=True),
        sa.Column("fund_source", sa.TEXT(), nullable=True),
        sa.Column("fund_no", sa.TEXT(), nullable=True),
        sa.Column("batch", sa.TEXT(), nullable=True),
        sa.Column("medical_total", sa.INTEGER(), nullable=True),
        sa.Column("medical_insured", sa.INTEGER(), nullable=True),
        sa.Column("medical_self_paid", sa.INTEGER(), nullable=True),
        sa.Column("student_name", sa.TEXT(), nullable=True),
        sa.Column("school", sa.TEXT(), nullable=True),
        sa.Column("school_stage", sa.TEXT(), nullable=True),
        sa.Column("tuition", sa.INTEGER(), nullable=True),
        sa.Column("admission_notice", sa.INTEGER(), nullable=True),
        sa.Column("training_trade", sa.TEXT(), nullable=True),
        sa.Column("introduced_to", sa.TEXT(), nullable=True),
        sa.Column("legal_matter", sa.TEXT(), nullable=True),
        sa.Column("legal_result", sa.TEXT(), nullable=True),
        sa.Column("payment_method", sa.TEXT(), nullable=True),
        sa.Column("bank", sa.TEXT(), nullable=True),
        sa.Column("branch", sa.TEXT(), nullable=True),
        sa.Column("card_no", sa.TEXT(), nullable=True),
        sa.Column("paid_on", sa.TEXT(), nullable=True),
        sa.Column("handled_by", sa.TEXT(), nullable=True),
        sa.Column("approved_by", sa.TEXT(), nullable=True),
        sa.Column("voucher_no", sa.TEXT(), nullable=True),
        sa.Column("memo", sa.TEXT(), nullable=True),
        sa.Column("proxy_name", sa.TEXT(), nullable=True),
        sa.Column("proxy_relation", sa.TEXT(), nullable=True),
        sa.Column("proxy_id_no", sa.TEXT(), nullable=True),
        sa.Column("proxy_reason", sa.TEXT(), nullable=True),
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
            name=op.f("ck_assistance_state"),
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_assistance_revision")),
        sa.ForeignKeyConstraint(
            ["hardship_case"], ["hardship_cases.id"], name=op.f("fk_assistance_hardship_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistance")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_assistance_assistance_no"), "assistance", ["assistance_no"], unique=False)
    op.create_index(op.f("ix_assistance_card_no"), "assistance", ["card_no"], unique=False)
    op.create_index(
        op.f("ix_assistance_deleted_at"), "assistance", ["deleted_at", "id", "state"], unique=False
    )
    op.create_index(op.f("ix_assistance_hardship_case"), "assistance", ["hardship_case"], unique=False)
    op.create_index(op.f("ix_assistance_id_no"), "assistance", ["id_no"], unique=False)
    op.create_index(op.f("ix_assistance_proxy_id_no"), "assistance", ["proxy_id_no"], unique=False)
