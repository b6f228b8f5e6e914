"""History, journal, search and office."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "file_number",
        sa.Column("series", sa.TEXT(), nullable=False),
        sa.Column("last", sa.INTEGER(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_file_number")),
        sqlite_strict=True,
    )
    op.create_table(
        "history",
        sa.Column("number", sa.INTEGER(), nullable=False),
        sa.Column("at", sa.TEXT(), nullable=False),
        sa.Column("by", sa.TEXT(), nullable=False),
        sa.Column("action", sa.TEXT(), nullable=False),
        sa.Column("register", sa.TEXT(), nullable=False),
        sa.Column("record_id", sa.TEXT(), nullable=False),
        sa.Column("revision", sa.INTEGER(), nullable=False),
        sa.Column("changes", sa.TEXT(), nullable=False),
        sa.Column("previous_hash", sa.TEXT(), nullable=False),
        sa.Column("hash", sa.TEXT(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_history")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_history_record_id"), "history", ["record_id"], unique=False)
    op.create_table(
        "office",
        sa.Column("number", sa.INTEGER(), nullable=False),
        sa.Column("area", sa.TEXT(), nullable=False),
        sa.Column("name", sa.TEXT(), nullable=False),
        sa.Column("signing_key", sa.BLOB(), nullable=False),
        sa.Column("certificate", sa.BLOB(), nullable=False),
        sa.Column("root_key", sa.BLOB(), nullable=False),
        sa.Column("root_certificate", sa.BLOB(), nullable=False),
        sa.Column("created_at", sa.TEXT(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_office")),
        sqlite_strict=True,
    )
    op.create_table(
        "package",
        sa.Column("id", sa.TEXT(), nullable=False),
        sa.Column("sender", sa.TEXT(), nullable=False),
        sa.Column("receiver", sa.TEXT(), nullable=False),
        sa.Column("sequence", sa.INTEGER(), nullable=False),
        sa.Column("previous", sa.TEXT(), nullable=False),
        sa.Column("identity", sa.TEXT(), nullable=False),
        sa.Column("file_name", sa.TEXT(), nullable=False),
        sa.Column("counts", sa.TEXT(), nullable=False),
        sa.Column("made_at", sa.TEXT(), nullable=False),
        sa.Column("made_by", sa.TEXT(), nullable=False),
        sa.Column("placed_at", sa.TEXT(), nullable=True),
        sa.Column("content", sa.BLOB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package")),
        sa.UniqueConstraint("identity", name=op.f("uq_package_identity")),
        sqlite_strict=True,
    )
    op.create_table(
        "search",
        sa.Column("register", sa.TEXT(), nullable=False),
        sa.Column("record_id", sa.TEXT(), nullable=False),
        sa.Column("text", sa.TEXT(), nullable=False),
        sa.PrimaryKeyConstraint("register", "record_id", name=op.f("pk_search")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "packaged_record",
        sa.Column("package_id", sa.TEXT(), nullable=False),
        sa.Column("register", sa.TEXT(), nullable=False),
        sa.Column("record_id", sa.TEXT(), nullable=False),
        sa.Column("revision", sa.INTEGER(), nullable=False),
        sa.Column("operation", sa.TEXT(), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_packaged_record_package_id")),
        sa.PrimaryKeyConstraint("package_id", "register", "record_id", name=op.f("pk_packaged_record")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_packaged_record_record_id"), "packaged_record", ["record_id"], unique=False)
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER history_refuses_{event.lower()} BEFORE {event} ON history "
            "BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
        )
