"""Updates whose answers wait are kept, sealed, beside those that are finished."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add a column to the finished updates."""
    op.add_column("updates", sa.Column("parked", sa.LargeBinary))
    op.create_index("updates_by_time", "updates", ["finished_at"])
