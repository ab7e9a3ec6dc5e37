"""Dialogue acts in words: what is replied to a message that is no question about the case."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape

from handlers.callback_kinds import AskForget, Follow, Forget, Leave, SetLanguage
from handlers.callbacks import encode
from handlers.ports import Operator
from handlers.replies.cards import label, render_card, render_names
from handlers.replies.citations import cited
from handlers.replies.dates import format_date
from handlers.replies.facts import fact_list, fact_rows, render_fact
from handlers.replies.fitting import MESSAGE_LIMIT, Button, Reply, fitted, joined, shorten
from handlers.replies.localized import local
from handlers.replies.overviews import render_latest, render_sources, render_timeline, render_topics, topic_rows
from handlers.replies.reports import render_consent
from handlers.replies.truth import render_truth
from handlers.texts import say
from knowledge.answering.answers import Act, ActKind
from knowledge.model import Fact, KnowledgeBase
from knowledge.notices.audience import About

_Facts = Sequence[Fact]
_EXAMPLES = 3
"""Number of questions that are offered to begin with."""
_LISTED = 6
"""Maximum number of facts whose statements are listed below a lead; arbitrary: what fits into a message."""
_COMMANDS = frozenset("start help stop subscribe unsubscribe subscriptions settings".split())
"""Commands without words behind them that a message in words may stand for."""
_KINDS = {"people": "person", "bodies": "body", "places": "place", "treaties": "treaty"}


def render_act(act: Act, base: KnowledgeBase, operator: Operator) -> Reply:
    """Return the reply to a dialogue act; of a command, which the chat does itself, how to give it."""
    if act.is_social:
        return Reply(escape(say(act.language, act.act)))
    return _RENDERED[act.act](act, [base.facts[fact_id] for fact_id in act.facts], base, operator)


def render_summary(base: KnowledgeBase, language: str) -> Reply:
    """Return the case in short: its title, its summary, how many documents there are, and its topics."""
    newest = max(document.date.last for document in base.documents.values())
    date = next(document.date for document in base.documents.values() if document.date.last == newest)
    key = "summary_documents" if len(base.documents) > 1 else "summary_document"
    counted = say(language, key, count=len(base.documents), date=format_date(date, language))
    title, summary = fitted(local(base.case.title, language), 300), fitted(local(base.case.summary, language), 2000)
    return Reply(joined(f"<b>{title}</b>", summary, escape(counted)), topic_rows(base, language))


def example_rows(base: KnowledgeBase, language: str) -> tuple[tuple[Button, ...], ...]:
    """Return buttons with the first question of each of the first topics."""
    firsts = {fact.topic: fact for fact in reversed(base.valid)}
    examples = [firsts[topic.id] for topic in base.case.topics if topic.id in firsts]
    return tuple(fact_rows(examples[:_EXAMPLES], language))


def render_news(latest: Reply, language: str) -> Reply:
    """Return what is newest, and a button to hear of what comes."""
    follow = Button(say(language, "follow_news"), encode(Follow(About.CASE, "")))
    return Reply(latest.html, (*latest.buttons, (follow,)), latest.facts)


def render_spoken(base: KnowledgeBase, asked: str, language: str) -> Reply:
    """Return the languages that the bot writes in; of another that was asked for, that it is none of them."""
    names = ", ".join(say(code, "name") for code in base.case.languages)
    other = say(language, "language_other") if asked == "other" or (asked and asked not in base.case.languages) else ""
    return Reply(joined(escape(other), escape(say(language, "languages", languages=names))), language_rows(base))


def language_rows(base: KnowledgeBase) -> tuple[tuple[Button, ...], ...]:
    """Return a button for each language of the case."""
    return tuple((Button(say(code, "name"), encode(SetLanguage(code))),) for code in base.case.languages)


def render_privacy(language: str, operator: Operator) -> Reply:
    """Return what is stored, and a button that deletes it."""
    read = say(language, "privacy_questions") if operator.reads_questions else ""
    kept = joined(say(language, "privacy", days=operator.report_days), read)
    return Reply(kept, ((Button(say(language, "forget"), encode(AskForget())),),))


def render_forget(language: str) -> Reply:
    """Return the question whether to delete everything that is stored about the chat."""
    yes = Button(say(language, "forget_yes"), encode(Forget()))
    return Reply(escape(say(language, "forget_sure")), ((yes, Button(say(language, "leave"), encode(Leave()))),))


def render_about(base: KnowledgeBase, operator: Operator, version: str, language: str) -> Reply:
    """Return whose account this is, how answers come about, and who runs the bot."""
    text = say(language, "about", version=version, publishers=_publishers(base))
    return Reply(joined(escape(text), _operator(operator, language)))


def _operator(operator: Operator, language: str) -> str:
    """Return who runs the bot, how to reach them, and what becomes of reports."""
    run = say(language, "operator", operator=operator.name) if operator.name else say(language, "operator_unknown")
    return "\n".join(filter(None, (fitted(run, 300), _reach(operator, language))))


def _reach(operator: Operator, language: str) -> str:
    """Return how to reach who runs the bot, and what becomes of reports; "" if the configuration says neither."""
    contact = fitted(say(language, "contact", contact=operator.contact), 300) if operator.contact else ""
    return "\n".join(filter(None, (contact, _corrections(operator, language))))


def _corrections(operator: Operator, language: str) -> str:
    text = operator.corrections
    return fitted(say(language, "corrections", corrections=text), 800) if text else ""


def _report(operator: Operator, language: str) -> str:
    contact = operator.contact
    text = say(language, "report", contact=contact) if contact else say(language, "report_unknown")
    return joined(fitted(text, 900), _corrections(operator, language))


def _publishers(base: KnowledgeBase) -> str:
    return ", ".join(dict.fromkeys(document.publisher for document in base.documents.values()))


def _identity(act: Act, facts: _Facts, base: KnowledgeBase, operator: Operator) -> Reply:
    language = act.language
    return Reply(joined(escape(say(language, "identity")), _operator(operator, language), say(language, "about_more")))


def _capabilities(act: Act, facts: _Facts, base: KnowledgeBase, operator: Operator) -> Reply:
    return Reply(say(act.language, "capabilities"), example_rows(base, act.language))


def _summary(act: Act, facts: _Facts, base: KnowledgeBase, operator: Operator) -> Reply:
    return render_summary(base, act.language)


def _card(act: Act, facts: _Facts, base: KnowledgeBase, operator: Operator) -> Reply:
    return render_card(base, act.about, act.facts, act.language)


def _what_else(act: Act, facts: _Facts, base: KnowledgeBase, operator: Operator) -> Reply:
    if facts:
        return Reply(escape(say(act.language, "what_else")), tuple(fact_rows(facts, act.language)))
    return Reply(escape(say(act.language, "what_else_none")), topic_rows(base, act.language))


def _list(act: Act, facts: _Facts, base: KnowledgeBase, operator: Operator) -> Reply:
    language = act.language
    match act.about:
        case "dates":
            return render_timeline(base, 1, language)
        case "documents":
            return render_sources(base, language)
        case kind if kind in _KINDS and act.names:
            return render_names(base, _KINDS[kind], act.names, language)
        case kind if kind in _KINDS:
            return Reply(escape(say(language, "names_none")), topic_rows(base, language))
        case _:
            return render_topics(base, language)


def _source(act: Act, facts: _Facts, base: KnowledgeBase, operator: Operator) -> Reply:
    """Return the passages that prove the fact told last, each with its document and link; else all documents."""
    if not facts:
        return render_sources(base, act.language)
    fact, language = facts[0], act.language
    shown = render_fact(fact, base, language)
    if fact.is_withdrawn:
        return shown
    passages = cited(fact.citations, base, language, MESSAGE_LIMIT - 400)
    return Reply(joined(escape(say(language, "source_of")), passages), shown.buttons[:2])


def _truth(act: Act, facts: _Facts, base: KnowledgeBase, operator: Operator) -> Reply:
    if not facts or facts[0].is_withdrawn:
        return Reply(fitted(say(act.language, "truth_unknown", publishers=_publishers(base)), 1500))
    return render_truth(facts[0], base, act.language)


def _other_side(act: Act, facts: _Facts, base: KnowledgeBase, operator: Operator) -> Reply:
    """Return the facts that say what others say, or what somebody says."""
    language = act.language
    if not facts:
        return Reply(fitted(say(language, "other_side_none", publishers=_publishers(base)), 1500))
    if act.about:
        return _listed(say(language, "other_side_of", name=label(base, act.about, language)), facts, language)
    counted = [fact.asserted_by for fact in base.valid]
    main = max(dict.fromkeys(counted), key=counted.count)
    return _listed(say(language, "other_side", name=local(base.names[main].label, language)), facts, language)


def _definition(act: Act, facts: _Facts, base: KnowledgeBase, operator: Operator) -> Reply:
    return _listed(say(act.language, "definition", term=shorten(act.about, 80)), facts, act.language)


def _news(act: Act, facts: _Facts, base: KnowledgeBase, operator: Operator) -> Reply:
    return render_news(render_latest(base, act.language), act.language)


def _listed(lead: str, facts: _Facts, language: str) -> Reply:
    """Return statements below a lead, a line each, and a button for each of them."""
    shown = facts[:_LISTED]
    return Reply(joined(fitted(lead, 400), fact_list(shown, language)), tuple(fact_rows(shown, language)))


def _translated(act: Act, facts: _Facts, base: KnowledgeBase, operator: Operator) -> Reply:
    """Return the fact told last in another language; where none was told or no language named, which there are."""
    code, first = act.about, facts[0] if facts else None
    if first is None or code not in base.case.languages:
        other = say(act.language, "language_other") if code and code not in base.case.languages else ""
        return Reply(joined(escape(other), escape(say(act.language, "translation"))), language_rows(base))
    shown = render_fact(first, base, code)
    always = Button(say(code, "translation_always"), encode(SetLanguage(code)))
    return Reply(shown.html, (*shown.buttons[:2], (always,)), shown.facts)


def _spoken(act: Act, facts: _Facts, base: KnowledgeBase, operator: Operator) -> Reply:
    return render_spoken(base, act.about, act.language)


def _reported(act: Act, facts: _Facts, base: KnowledgeBase, operator: Operator) -> Reply:
    """Return the offer to report the fact told last, and whom to write to; without a fact, that alone."""
    if not facts or facts[0].is_withdrawn:
        return Reply(_report(operator, act.language))
    offer = render_consent(facts[0], operator.report_days, act.language)
    return replace(offer, html=joined(offer.html, _reach(operator, act.language)))


def _deleted(act: Act, facts: _Facts, base: KnowledgeBase, operator: Operator) -> Reply:
    return render_privacy(act.language, operator) if act.about else render_forget(act.language)


def _commanded(act: Act, facts: _Facts, base: KnowledgeBase, operator: Operator) -> Reply:
    """Return the command that does what was typed in words."""
    command = act.about if act.about in _COMMANDS else "language"
    written = f"{command} {act.about}" if act.about in base.case.languages else command
    return Reply(escape(say(act.language, "command_in_words", command=f"/{written}")))


_RENDERED: dict[ActKind, Callable[[Act, _Facts, KnowledgeBase, Operator], Reply]] = {
    ActKind.IDENTITY: _identity,
    ActKind.CAPABILITIES: _capabilities,
    ActKind.SUMMARY: _summary,
    ActKind.CARD: _card,
    ActKind.WHAT_ELSE: _what_else,
    ActKind.LIST: _list,
    ActKind.SOURCE: _source,
    ActKind.TRUTH: _truth,
    ActKind.OTHER_SIDE: _other_side,
    ActKind.DEFINITION: _definition,
    ActKind.NEWS: _news,
    ActKind.TRANSLATE: _translated,
    ActKind.LANGUAGE: _spoken,
    ActKind.REPORT: _reported,
    ActKind.DELETE: _deleted,
    ActKind.COMMAND: _commanded,
}
