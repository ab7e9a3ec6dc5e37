"""The tables. A chat is only ever an HMAC of its id, or encrypted; times are UTC seconds since 1970."""

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, LargeBinary, MetaData, Table, Text

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
    Column("parked", LargeBinary),
    Index("updates_by_time", "finished_at"),
)
"""Updates that are finished; or parked, since `finished_at`: then `parked` holds the update, encrypted, until it is."""

followers = Table(
    "followers",
    metadata,
    Column("chat", LargeBinary(32), primary_key=True),
    Column("address", LargeBinary, nullable=False),
    Column("language", Text, nullable=False),
    Column("timezone", Text, nullable=False, server_default="UTC"),
    Column("quiet_from", Integer),
    Column("quiet_to", Integer),
    Column("urgent_passes", Boolean, nullable=False, server_default="0"),
    Column("silent", Boolean, nullable=False, server_default="0"),
    Column("paused", Boolean, nullable=False, server_default="0"),
    Column("gone", Text),
    Column("gone_at", Float),
    Column("digest_minute", Integer, nullable=False, server_default="540"),
)
"""Chats with subscriptions: `address` is the chat's id, encrypted; `language` is that of notices where `chats` has
none; `quiet_*` and `digest_minute` are minutes of the day where the chat is; `gone` says why nothing can be sent, until
the chat shows that it can be reached, and `gone_at` since when."""

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("chat", LargeBinary(32), primary_key=True),
    Column("thread", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("rhythm", Text, nullable=False),
    Column("sealed", LargeBinary),
)
"""What threads of chats follow; `sealed` holds words, or a question that waits for an answer: `value` is its HMAC."""

visits = Table(
    "visits",
    metadata,
    Column("chat", LargeBinary(32), primary_key=True),
    Column("thread", Integer, primary_key=True, autoincrement=False),
    Column("step", Integer, nullable=False),
)
"""Up to which step of the record a thread of a chat has seen what is new."""

erased = Table(
    "erased",
    metadata,
    Column("mark", LargeBinary(32), primary_key=True),
    Column("at", Float, nullable=False),
)
"""Chats that were forgotten, and when: `mark` is another HMAC than that by which a chat is known."""

notices = Table(
    "notices",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("edition", Integer, nullable=False),
    Column("published_at", Float),
    Column("reports_to", LargeBinary),
)
"""Notices: published, corrected or recalled; `edition` counts the contents of one notice that were sent. `reports_to`
is the message that shows an admin the progress, encrypted."""

editions = Table(
    "editions",
    metadata,
    Column("notice", Text, primary_key=True),
    Column("edition", Integer, primary_key=True, autoincrement=False),
    Column("content", Text, nullable=False),
)
"""What each edition of a notice said: who missed a correction is shown, struck through, what he had."""

pending = Table(
    "pending",
    metadata,
    Column("notice", Text, primary_key=True),
    Column("action", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("proposed_by", LargeBinary),
    Column("approved", Boolean, nullable=False),
    Column("due_at", Float),
    Column("reports_to", LargeBinary),
)
"""What shall be done with notices: proposed, until an admin but `proposed_by` (an HMAC) approves it; or scheduled
for `due_at`. `action` is the state that a notice then has."""

told = Table(
    "told",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("digest", Text, nullable=False),
)
"""The facts and documents ("fact", "document") as they were at the last publication: a hash of what readers get."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("notice", Text, primary_key=True),
    Column("edition", Integer, primary_key=True, autoincrement=False),
    Column("chat", LargeBinary(32), primary_key=True),
    Column("thread", Integer, primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),
    Column("rhythm", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("due_at", Float, nullable=False),
    Column("fence", Integer, nullable=False, server_default="0"),
    Column("doubts", Integer, nullable=False, server_default="0"),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("shows", Integer),
    Column("message_id", BigInteger),
    Column("note", Text),
    Column("changed_at", Float, nullable=False),
    Index("deliveries_by_state", "state", "due_at"),
)
"""The outbox: waiting, sending, held; and how each ended: sent, unconfirmed, unreachable, skipped. `doubts` counts the
sends of which nobody knows whether they arrived, `failures` all that failed. A recall `shows`, struck through, the
edition that the chat had."""

audit = Table(
    "audit",
    metadata,
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("at", Float, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("notice", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("digest", Text, nullable=False),
)
"""Every step of every notice; nothing is ever changed here. `digest` is a hash of the row and of the digest before."""

reports = Table(
    "reports",
    metadata,
    Column("id", Text, primary_key=True),
    Column("chat", LargeBinary(32), nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("until", Float, nullable=False, index=True),
)
"""Readers' reports of errors: `sealed` is the report, encrypted; `chat` the private chat of whoever sent it, also from
a group; `id` an HMAC of both, so that a report is kept once. It is deleted when it is done, and on the day `until`."""

ratings = Table(
    "ratings",
    metadata,
    Column("fact", Text, primary_key=True),
    Column("wording", Text, primary_key=True),
    Column("good", Integer, nullable=False, server_default="0"),
    Column("bad", Integer, nullable=False, server_default="0"),
)
"""How often a wording of a fact helped, or did not: counts alone, nothing of who, where, when or what was asked."""

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("beats", Integer, nullable=False, server_default="0"),
)
"""Who may do what only one process may do. `fence` grows whenever another takes over, `beats` whenever the holder shows
that it lives: no clock is compared with that of another machine. An empty holder has given up."""

properties = Table(
    "properties",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""What is true of the database as a whole, for example a check value of the key that its rows are encrypted under."""

bases = Table(
    "bases",
    metadata,
    Column("version", Text, primary_key=True),
    Column("form", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("digests", LargeBinary, nullable=False),
)
"""The contents of the case that were agreed on last, compressed; `digests` has a hash of what readers get of each fact
and document, and `form` names the form of the content."""

agreements = Table(
    "agreements",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("version", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("at", Float, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
)
"""Which version of the base all processes answer from: the one with the highest number, since `at`."""

replicas = Table(
    "replicas",
    metadata,
    Column("holder", Text, primary_key=True),
    Column("version", Text, nullable=False),
    Column("seen_at", Float, nullable=False),
)
"""The running processes, and which version of the base each answers from."""

fact_versions = Table(
    "fact_versions",
    metadata,
    Column("fact", Text, primary_key=True),
    Column("since", Integer, primary_key=True, autoincrement=False),
    Column("until", Integer),
    Column("digest", Text, nullable=False),
    Column("content", Text, nullable=False),
    Index("fact_versions_by_end", "until"),
)
"""What was said of each fact, from one number of `agreements` on until another, in which it is said no more; it is said
still where there is no `until`."""
