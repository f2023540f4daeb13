"""What the hours of a summit cost, by its own choice."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("summit") as batch_op:
        batch_op.add_column(sa.Column("bands", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("summit", "bands")
