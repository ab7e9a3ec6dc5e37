"""The tables. A chat is only ever an HMAC of its id; times are UTC seconds since 1970."""

from sqlalchemy import BigInteger, Column, Float, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData()

chats = Table(
    "chats",
    metadata,
    Column("chat", LargeBinary(32), primary_key=True),
    Column("language", Text, nullable=False),
)

contexts = Table(
    "contexts",
    metadata,
    Column("chat", LargeBinary(32), primary_key=True),
    Column("thread", Integer, primary_key=True, autoincrement=False),
    Column("facts", Text, nullable=False),
    Column("told_at", Float, nullable=False, index=True),
)

replies = Table(
    "replies",
    metadata,
    Column("chat", LargeBinary(32), primary_key=True),
    Column("question_id", BigInteger, primary_key=True, autoincrement=False),
    Column("reply_id", BigInteger, nullable=False),
    Column("sent_at", Float, nullable=False, index=True),
)

updates = Table(
    "updates",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("finished_at", Float, nullable=False),
)
