"""What is true of the database as a whole; since when a chat is gone, its digest's hour, failed sends."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make a table, and add columns to others."""
    op.create_table(
        "properties",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.add_column("followers", sa.Column("gone_at", sa.Float))
    op.add_column("followers", sa.Column("digest_minute", sa.Integer, nullable=False, server_default="540"))
    op.add_column("deliveries", sa.Column("failures", sa.Integer, nullable=False, server_default="0"))
