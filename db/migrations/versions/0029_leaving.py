"""How a hardship file is closed (脱困、注销、转移), and the index of what waits with it."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ("exit_kind", "exited_on", "exit_reason", "exit_text", "exit_evidence", "exit_approved_by"):
        op.add_column("hardship_cases", sa.Column(column, sa.TEXT(), nullable=True))
    op.drop_index("ix_hardship_cases_waiting", "hardship_cases")
    op.create_index(
        "ix_hardship_cases_waiting",
        "hardship_cases",
        ["deleted_at", "changed_at", "notice_from", "notice_until", "notice_result", "exited_on", "id"],
    )
