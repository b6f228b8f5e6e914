"""Whether the photograph of a nominee is at hand."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("nominees", sa.Column("photo_ready", sa.INTEGER(), nullable=True))
