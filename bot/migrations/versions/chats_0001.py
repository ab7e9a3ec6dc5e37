"""What chats chose and were told, and the updates that are finished."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables; they may be there, for the first releases made them without migrations."""
    op.create_table(
        "chats",
        sa.Column("chat", sa.LargeBinary(32), primary_key=True),
        sa.Column("language", sa.Text, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "contexts",
        sa.Column("chat", sa.LargeBinary(32), primary_key=True),
        sa.Column("thread", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("told_at", sa.Float, nullable=False),
        if_not_exists=True,
    )
    op.create_index("ix_contexts_told_at", "contexts", ["told_at"], if_not_exists=True)
    op.create_table(
        "replies",
        sa.Column("chat", sa.LargeBinary(32), primary_key=True),
        sa.Column("question_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("reply_id", sa.BigInteger, nullable=False),
        sa.Column("sent_at", sa.Float, nullable=False),
        if_not_exists=True,
    )
    op.create_index("ix_replies_sent_at", "replies", ["sent_at"], if_not_exists=True)
    op.create_table(
        "updates",
        sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("finished_at", sa.Float, nullable=False),
        if_not_exists=True,
    )
