"""Subscriptions, notices, their deliveries, the record of every step, and who sends."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "followers",
        sa.Column("chat", sa.LargeBinary(32), primary_key=True),
        sa.Column("address", sa.LargeBinary, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("timezone", sa.Text, nullable=False, server_default="UTC"),
        sa.Column("quiet_from", sa.Integer),
        sa.Column("quiet_to", sa.Integer),
        sa.Column("urgent_passes", sa.Boolean, nullable=False, server_default="0"),
        sa.Column("silent", sa.Boolean, nullable=False, server_default="0"),
        sa.Column("paused", sa.Boolean, nullable=False, server_default="0"),
        sa.Column("gone", sa.Text),
    )
    op.create_table(
        "subscriptions",
        sa.Column("chat", sa.LargeBinary(32), primary_key=True),
        sa.Column("thread", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, primary_key=True),
        sa.Column("rhythm", sa.Text, nullable=False),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False, unique=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("published_at", sa.Float),
    )
    op.create_table(
        "deliveries",
        sa.Column("notice", sa.Text, primary_key=True),
        sa.Column("edition", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("chat", sa.LargeBinary(32), primary_key=True),
        sa.Column("thread", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("rhythm", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("due_at", sa.Float, nullable=False),
        sa.Column("fence", sa.Integer, nullable=False, server_default="0"),
        sa.Column("doubts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("note", sa.Text),
        sa.Column("changed_at", sa.Float, nullable=False),
    )
    op.create_index("deliveries_by_state", "deliveries", ["state", "due_at"])
    op.create_table(
        "audit",
        sa.Column("step", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("notice", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("fence", sa.Integer, nullable=False),
        sa.Column("until", sa.Float, nullable=False),
    )
