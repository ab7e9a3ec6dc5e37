"""Talking to people: reads an update, makes one call to the knowledge, renders, replies."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from telegram.ext import Application

    from handlers.context import Services


def register(application: "Application[Any, Any, Any, Any, Any, Any]", services: "Services") -> None:
    """Add all handlers in the order in which they are tried, and what they need."""
    from telegram import Update
    from telegram.ext import (
        CallbackQueryHandler,
        ChatMemberHandler,
        InlineQueryHandler,
        MessageHandler,
        TypeHandler,
        filters,
    )

    from handlers import (
        ask,
        browse,
        channels,
        errors,
        feedback,
        guest,
        inline,
        membership,
        publishing,
        quiet_hours,
        reloading,
        reports,
        review,
        settings,
        start,
        subscriptions,
        unsubscribing,
        whatsnew,
    )
    from handlers.admin_callback_kinds import Act
    from handlers.callback_kinds import Forget, InChannel, OpenNews, SetLanguage, SetZone
    from handlers.callbacks import pattern
    from handlers.context import SERVICES
    from handlers.filters import BEGINS_WITH_COMMAND, CANNOT_BE_READ, FROM_PEOPLE, SAYS, Command

    application.bot_data[SERVICES] = services
    application.bot_data[errors.FAILURES] = errors.Failures()
    anywhere = filters.UpdateType.MESSAGE & FROM_PEOPLE
    posted = (filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST) & FROM_PEOPLE
    asked = (filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE) & FROM_PEOPLE
    private = filters.ChatType.PRIVATE & anywhere
    # In a group of its own, tried before the others and beside them: whatever a chat sends is a sign of life.
    application.add_handler(TypeHandler(Update, membership.seen), group=-1)
    # Of all others the first that takes an update is the only one.
    application.add_handlers(
        [
            # Commands first: the handlers of texts and of unknown commands at the end would take them too.
            Command("start", start.start, anywhere),
            Command("help", start.help_, anywhere),
            Command("ask", ask.ask, asked),
            Command("topics", browse.topics, anywhere),
            Command("timeline", browse.timeline, anywhere),
            Command("sources", browse.sources, anywhere),
            Command("latest", browse.latest, anywhere),
            Command("whatsnew", whatsnew.whatsnew, anywhere),
            Command("about", settings.about, anywhere),
            Command("privacy", settings.privacy, anywhere),
            Command("mydata", settings.my_data, anywhere),
            Command("forget", settings.ask_forget, anywhere),
            Command("summary", browse.summary, anywhere),
            Command("settings", settings.settings, anywhere),
            # Those that set something can be posted in a channel too; each asks first whether the writer may.
            Command("language", settings.language, posted),
            Command("subscribe", subscriptions.subscribe, posted),
            Command("subscriptions", subscriptions.subscriptions, posted),
            Command("unsubscribe", unsubscribing.unsubscribe, posted),
            Command("stop", unsubscribing.unsubscribe, posted),
            Command("timezone", quiet_hours.set_timezone, posted),
            Command("quiet", quiet_hours.set_quiet, posted),
            Command("digest", quiet_hours.set_digest, posted),
            # In private alone, so that a group does not see what is for one person.
            Command("channel", channels.channel, private),
            Command("publish", publishing.publish, private),
            Command("reload", reloading.reload, private),
            Command("reports", reports.reports, private),
            Command("review", review.review, private),
            # Buttons: each begins in a way of its own, so these may stand in any order ...
            CallbackQueryHandler(channels.button, pattern(InChannel)),
            CallbackQueryHandler(quiet_hours.choose_timezone, pattern(SetZone)),
            CallbackQueryHandler(whatsnew.more, pattern(OpenNews)),
            CallbackQueryHandler(subscriptions.button, pattern(*subscriptions.KINDS)),
            CallbackQueryHandler(unsubscribing.button, pattern(*unsubscribing.KINDS)),
            CallbackQueryHandler(publishing.button, pattern(Act)),
            CallbackQueryHandler(feedback.button, pattern(*feedback.KINDS)),
            CallbackQueryHandler(reports.button, pattern(*reports.KINDS)),
            CallbackQueryHandler(review.button, pattern(*review.KINDS)),
            CallbackQueryHandler(settings.set_language, pattern(SetLanguage)),
            CallbackQueryHandler(settings.forget, pattern(Forget)),
            # ... but for the last, which takes any button, and says of one that leads nowhere that it is gone.
            CallbackQueryHandler(browse.button),
            # What Telegram itself says of a chat: no other handler takes it, so it may stand anywhere.
            ChatMemberHandler(membership.membership, ChatMemberHandler.MY_CHAT_MEMBER),
            MessageHandler(filters.StatusUpdate.MIGRATE, membership.migrated),
            MessageHandler(filters.StatusUpdate.FORUM_TOPIC_REOPENED, membership.reopened),
            MessageHandler(filters.ChatType.PRIVATE & filters.StatusUpdate.CHAT_SHARED, channels.shared),
            # Questions last: any text is one, unless it begins with a command that nobody above has taken.
            InlineQueryHandler(inline.inline),
            MessageHandler(filters.UpdateType.GUEST_MESSAGE & FROM_PEOPLE, guest.guest),
            MessageHandler(asked & SAYS & ~BEGINS_WITH_COMMAND & ~filters.VIA_BOT, ask.question),
            MessageHandler(private & BEGINS_WITH_COMMAND, start.help_),
            MessageHandler(private & CANNOT_BE_READ, ask.not_text),
        ]
    )
    application.add_error_handler(errors.failed)
