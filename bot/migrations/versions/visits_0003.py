"""What a chat has seen, waiting questions, planned publications, what was told of the base; leases without clocks."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make three tables, and change the columns of others."""
    op.create_table(
        "visits",
        sa.Column("chat", sa.LargeBinary(32), primary_key=True),
        sa.Column("thread", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("step", sa.Integer, nullable=False),
    )
    op.create_table(
        "told",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("digest", sa.Text, nullable=False),
    )
    op.add_column("subscriptions", sa.Column("sealed", sa.LargeBinary))
    op.create_table(
        "pending",
        sa.Column("notice", sa.Text, primary_key=True),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("proposed_by", sa.LargeBinary),
        sa.Column("approved", sa.Boolean, nullable=False),
        sa.Column("due_at", sa.Float),
        sa.Column("reports_to", sa.LargeBinary),
    )
    op.add_column("notices", sa.Column("reports_to", sa.LargeBinary))
    op.add_column("leases", sa.Column("beats", sa.Integer, nullable=False, server_default="0"))
    op.drop_column("leases", "until")
