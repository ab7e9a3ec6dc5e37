"""What each edition of a notice said, and which of them a delivery strikes through."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make a table, and add a column to the deliveries."""
    op.create_table(
        "editions",
        sa.Column("notice", sa.Text, primary_key=True),
        sa.Column("edition", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("content", sa.Text, nullable=False),
    )
    op.add_column("deliveries", sa.Column("shows", sa.Integer))
