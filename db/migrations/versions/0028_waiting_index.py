"""One index for all that waits of the hardship files: counting a second question must not read the wide table."""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_hardship_cases_untouched", "hardship_cases")
    op.create_index(
        "ix_hardship_cases_waiting",
        "hardship_cases",
        ["deleted_at", "changed_at", "notice_until", "notice_result", "id"],
    )
