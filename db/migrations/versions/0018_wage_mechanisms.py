"""The wage mechanisms that a unit has set up."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("units", sa.Column("wage_mechanisms", sa.TEXT(), nullable=True))
