"""An exception belongs to an office: a county grants one to its township, and the city another one to the county."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.rename_table("lock_exception", "lock_exception_before")
    op.create_table(
        "lock_exception",
        sa.Column("office", sa.TEXT(), nullable=False),
        sa.Column("register", sa.TEXT(), nullable=False),
        sa.Column("record_id", sa.TEXT(), nullable=False),
        sa.Column("until_on", sa.TEXT(), nullable=False),
        sa.Column("reason", sa.TEXT(), nullable=False),
        sa.PrimaryKeyConstraint("office", "register", "record_id", name=op.f("pk_lock_exception")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO lock_exception (office, register, record_id, until_on, reason)"
        " SELECT office, register, record_id, until_on, reason FROM lock_exception_before"
    )
    op.drop_table("lock_exception_before")
