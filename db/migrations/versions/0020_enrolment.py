"""Enrolment: receiving keys, requests, the office above and those below, revocation lists; sealed packages."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("package", sa.Column("sealed", sa.BLOB(), nullable=True))
    op.create_table(
        "receiving_key",
        sa.Column("number", sa.INTEGER(), nullable=False),
        sa.Column("purpose", sa.TEXT(), nullable=False),
        sa.Column("identity", sa.TEXT(), nullable=True),
        sa.Column("recipient", sa.TEXT(), nullable=False),
        sa.Column("made_at", sa.TEXT(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_receiving_key")),
        sqlite_strict=True,
    )
    op.create_table(
        "enrolment_request",
        sa.Column("sequence", sa.INTEGER(), autoincrement=False, nullable=False),
        sa.Column("request_id", sa.TEXT(), nullable=False),
        sa.Column("signing_key", sa.BLOB(), nullable=False),
        sa.Column("file_name", sa.TEXT(), nullable=False),
        sa.Column("content", sa.BLOB(), nullable=False),
        sa.Column("made_at", sa.TEXT(), nullable=False),
        sa.Column("answered_at", sa.TEXT(), nullable=True),
        sa.Column("abandoned_at", sa.TEXT(), nullable=True),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_enrolment_request")),
        sa.UniqueConstraint("request_id", name=op.f("uq_enrolment_request_request_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "superior",
        sa.Column("number", sa.INTEGER(), nullable=False),
        sa.Column("code", sa.TEXT(), nullable=False),
        sa.Column("name", sa.TEXT(), nullable=False),
        sa.Column("root", sa.BLOB(), nullable=False),
        sa.Column("daily", sa.TEXT(), nullable=False),
        sa.Column("escrow", sa.TEXT(), nullable=False),
        sa.Column("signing_key", sa.BLOB(), nullable=False),
        sa.Column("certificate", sa.BLOB(), nullable=False),
        sa.Column("first_sequence", sa.INTEGER(), nullable=False),
        sa.Column("first_previous", sa.TEXT(), nullable=True),
        sa.Column("confirmed_at", sa.TEXT(), nullable=False),
        sa.Column("confirmed_by", sa.TEXT(), nullable=False),
        sa.Column("confirmed_how", sa.TEXT(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_superior")),
        sqlite_strict=True,
    )
    op.create_table(
        "known_office",
        sa.Column("serial", sa.TEXT(), nullable=False),
        sa.Column("code", sa.TEXT(), nullable=False),
        sa.Column("name", sa.TEXT(), nullable=False),
        sa.Column("certificate", sa.BLOB(), nullable=False),
        sa.Column("daily", sa.TEXT(), nullable=False),
        sa.Column("escrow", sa.TEXT(), nullable=True),
        sa.Column("valid_from_sequence", sa.INTEGER(), nullable=False),
        sa.Column("revoked_from_sequence", sa.INTEGER(), nullable=True),
        sa.Column("enrolled_at", sa.TEXT(), nullable=False),
        sa.Column("enrolled_by", sa.TEXT(), nullable=False),
        sa.Column("revoked_at", sa.TEXT(), nullable=True),
        sa.Column("revoked_why", sa.TEXT(), nullable=True),
        sa.Column("request_id", sa.TEXT(), nullable=False),
        sa.Column("request_sequence", sa.INTEGER(), nullable=False),
        sa.Column("answer_name", sa.TEXT(), nullable=False),
        sa.Column("answer", sa.BLOB(), nullable=False),
        sa.PrimaryKeyConstraint("serial", name=op.f("pk_known_office")),
        sa.UniqueConstraint("request_id", name=op.f("uq_known_office_request_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_known_office_code"), "known_office", ["code"], unique=False)
    op.create_table(
        "revocation_list",
        sa.Column("root", sa.TEXT(), nullable=False),
        sa.Column("number", sa.INTEGER(), nullable=False),
        sa.Column("content", sa.BLOB(), nullable=False),
        sa.Column("next_update", sa.TEXT(), nullable=False),
        sa.PrimaryKeyConstraint("root", name=op.f("pk_revocation_list")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "trusted_time",
        sa.Column("number", sa.INTEGER(), autoincrement=False, nullable=False),
        sa.Column("at", sa.TEXT(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_trusted_time")),
        sqlite_strict=True,
    )
    op.create_table(
        "root_export",
        sa.Column("number", sa.INTEGER(), autoincrement=False, nullable=False),
        sa.Column("at", sa.TEXT(), nullable=False),
        sa.Column("by", sa.TEXT(), nullable=False),
        sa.Column("file_sha256", sa.TEXT(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_root_export")),
        sqlite_strict=True,
    )
