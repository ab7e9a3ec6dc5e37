"""Makes sure that the key fits the database, and encrypts what earlier versions kept in clear."""

from sqlalchemy import delete, select, update

from bot.storage.crypto import KeyFileError, decrypt, encrypt_text, pseudonym
from bot.storage.database import Database
from bot.storage.followers import code_of
from bot.storage.properties import read
from bot.storage.schema import deliveries, followers, properties, subscriptions
from knowledge.notices.audience import About
from knowledge.notices.reasons import Reason

ANOTHER_KEY = (
    "storage.key_file: this is not the key that this database was made with, so no chat could be written to. "
    "Put the right key file back, or name the database that belongs to this key."
)
"""The sentence for a key that does not fit the database."""
_ENDED = Reason(About.WORDS).encode()
"""The reason of a delivery by words that the chat has ended."""


async def check_key(database: Database) -> None:
    """Compare the key with that of the first start, or with an address from before keys were checked.

    Raises `KeyFileError` if it is another one.
    """
    own = pseudonym(database.key, "key").hex()
    async with database.reading() as connection:
        known = await read(connection, "key")
        address = (await connection.execute(select(followers.c.address).limit(1))).scalar_one_or_none()
    if known is None and (address is None or decrypt(database.key, bytes(address)) is not None):
        row = database.insert(properties).values(name="key", value=own).on_conflict_do_nothing()
        async with database.transaction() as connection:
            await connection.execute(row)
            known = await read(connection, "key")
    if known != own:
        raise KeyFileError(ANOTHER_KEY)


async def encrypt_words(database: Database) -> None:
    """Encrypt the words that an earlier version kept in clear, once; the reasons of deliveries get their codes."""
    async with database.reading() as connection:
        if await read(connection, "words") is not None:
            return
    clear = subscriptions.c.kind.in_((About.WORDS.value, About.WITHOUT.value))
    once = database.insert(properties).values(name="words", value="sealed").on_conflict_do_nothing()
    codes: dict[tuple[bytes, str], str] = {}
    async with database.transaction() as connection:
        if (await connection.execute(once.returning(properties.c.name))).scalar_one_or_none() is None:
            return  # Another process did it meanwhile.
        addresses = select(subscriptions, followers.c.address)
        addresses = addresses.join(followers, followers.c.chat == subscriptions.c.chat).where(clear)
        for row in (await connection.execute(addresses)).mappings().all():
            chat_id, text = decrypt(database.key, bytes(row["address"])), row["value"]
            if chat_id is None or row["sealed"] is not None:
                continue
            kind = About(row["kind"])
            code = code_of(database.key, chat_id, kind, text)
            codes[bytes(row["chat"]), Reason.by(kind, text).encode()] = Reason.by(kind, code).encode()
            own = [subscriptions.c[name] == row[name] for name in ("chat", "thread", "kind")]
            await connection.execute(delete(subscriptions).where(*own, subscriptions.c.value == code))
            sealed = {"value": code, "sealed": encrypt_text(database.key, text)}
            await connection.execute(update(subscriptions).where(*own, subscriptions.c.value == text).values(**sealed))
        await connection.execute(delete(subscriptions).where(clear, subscriptions.c.sealed.is_(None)))
        came_so = deliveries.c.why.startswith(_ENDED)
        reasons = select(deliveries.c.chat, deliveries.c.why).where(came_so).distinct()
        for chat, why in (await connection.execute(reasons)).all():
            own = [deliveries.c.chat == chat, deliveries.c.why == why]
            coded = codes.get((bytes(chat), why), _ENDED)
            await connection.execute(update(deliveries).where(*own).values(why=coded))
    await database.wipe_log()
