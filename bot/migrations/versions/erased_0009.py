"""Chats that were forgotten, so that no backup brings them back."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make a table."""
    op.create_table(
        "erased",
        sa.Column("mark", sa.LargeBinary(32), primary_key=True),
        sa.Column("at", sa.Float, nullable=False),
    )
