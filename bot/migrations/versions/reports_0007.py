"""Readers' reports of errors, encrypted, and counts of what helped."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make two tables."""
    op.create_table(
        "reports",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("chat", sa.LargeBinary(32), nullable=False, index=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("until", sa.Float, nullable=False, index=True),
    )
    op.create_table(
        "ratings",
        sa.Column("fact", sa.Text, primary_key=True),
        sa.Column("wording", sa.Text, primary_key=True),
        sa.Column("good", sa.Integer, nullable=False, server_default="0"),
        sa.Column("bad", sa.Integer, nullable=False, server_default="0"),
    )
