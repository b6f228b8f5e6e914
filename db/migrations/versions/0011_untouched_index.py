"""An index for the hardship files that nobody has touched for a year: counting them must not read the wide table."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_hardship_cases_untouched", "hardship_cases", ["deleted_at", "changed_at"])
