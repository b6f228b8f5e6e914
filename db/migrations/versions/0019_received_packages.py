"""What came in by stick, the decisions on its records, and the receipts given."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "received_package",
        sa.Column("identity", sa.TEXT(), nullable=False),
        sa.Column("id", sa.TEXT(), nullable=False),
        sa.Column("type", sa.TEXT(), nullable=False),
        sa.Column("sender", sa.TEXT(), nullable=False),
        sa.Column("sender_name", sa.TEXT(), nullable=False),
        sa.Column("sequence", sa.INTEGER(), nullable=False),
        sa.Column("previous", sa.TEXT(), nullable=False),
        sa.Column("period", sa.TEXT(), nullable=True),
        sa.Column("answers", sa.TEXT(), nullable=True),
        sa.Column("decision", sa.TEXT(), nullable=False),
        sa.Column("reason", sa.TEXT(), nullable=True),
        sa.Column("findings", sa.TEXT(), nullable=False),
        sa.Column("counts", sa.TEXT(), nullable=False),
        sa.Column("audit_n", sa.INTEGER(), nullable=False),
        sa.Column("audit_head", sa.TEXT(), nullable=False),
        sa.Column("decided_at", sa.TEXT(), nullable=False),
        sa.Column("decided_by", sa.TEXT(), nullable=False),
        sa.Column("file_name", sa.TEXT(), nullable=False),
        sa.Column("content", sa.BLOB(), nullable=False),
        sa.PrimaryKeyConstraint("identity", name=op.f("pk_received_package")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_received_package_sender"), "received_package", ["sender"], unique=False)
    op.create_index(op.f("ix_received_package_answers"), "received_package", ["answers"], unique=False)
    op.create_table(
        "received_record",
        sa.Column("identity", sa.TEXT(), nullable=False),
        sa.Column("register", sa.TEXT(), nullable=False),
        sa.Column("record_id", sa.TEXT(), nullable=False),
        sa.Column("revision", sa.INTEGER(), nullable=False),
        sa.Column("operation", sa.TEXT(), nullable=True),
        sa.Column("digest", sa.TEXT(), nullable=True),
        sa.Column("decision", sa.TEXT(), nullable=False),
        sa.Column("merged_into", sa.TEXT(), nullable=True),
        sa.Column("code", sa.TEXT(), nullable=True),
        sa.Column("text", sa.TEXT(), nullable=True),
        sa.Column("field", sa.TEXT(), nullable=True),
        sa.Column("suggested", sa.TEXT(), nullable=True),
        sa.ForeignKeyConstraint(
            ["identity"], ["received_package.identity"], name=op.f("fk_received_record_identity")
        ),
        sa.PrimaryKeyConstraint("identity", "register", "record_id", name=op.f("pk_received_record")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_received_record_record_id"), "received_record", ["record_id"], unique=False)
    op.create_table(
        "refused_file",
        sa.Column("sha256", sa.TEXT(), nullable=False),
        sa.Column("file_name", sa.TEXT(), nullable=False),
        sa.Column("findings", sa.TEXT(), nullable=False),
        sa.Column("noted_at", sa.TEXT(), nullable=False),
        sa.Column("noted_by", sa.TEXT(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_refused_file")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "issued_receipt",
        sa.Column("identity", sa.TEXT(), nullable=False),
        sa.Column("answers", sa.TEXT(), nullable=False),
        sa.Column("type", sa.TEXT(), nullable=False),
        sa.Column("receiver", sa.TEXT(), nullable=False),
        sa.Column("sequence", sa.INTEGER(), nullable=False),
        sa.Column("previous", sa.TEXT(), nullable=False),
        sa.Column("file_name", sa.TEXT(), nullable=False),
        sa.Column("made_at", sa.TEXT(), nullable=False),
        sa.Column("made_by", sa.TEXT(), nullable=False),
        sa.Column("placed_at", sa.TEXT(), nullable=True),
        sa.Column("content", sa.BLOB(), nullable=False),
        sa.Column("sealed", sa.BLOB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answers"], ["received_package.identity"], name=op.f("fk_issued_receipt_answers")
        ),
        sa.PrimaryKeyConstraint("identity", name=op.f("pk_issued_receipt")),
        sa.UniqueConstraint("answers", name=op.f("uq_issued_receipt_answers")),
        sa.UniqueConstraint("receiver", "sequence", name=op.f("uq_issued_receipt_receiver")),
        sqlite_strict=True,
    )
