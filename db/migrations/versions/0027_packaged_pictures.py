"""Which pictures a package carries: each goes up once."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "packaged_picture",
        sa.Column("package_id", sa.TEXT(), nullable=False),
        sa.Column("sha256", sa.TEXT(), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_packaged_picture_package_id")),
        sa.PrimaryKeyConstraint("package_id", "sha256", name=op.f("pk_packaged_picture")),
        sqlite_strict=True,
    )
