"""Why a notice cannot be published; what is said to an operator is the error's text."""

from collections.abc import Sequence

from knowledge.model import KnowledgeBase, Notice


class PublishingError(Exception):
    """A notice cannot be published; str() says why and what to do."""


class LackingError(PublishingError):
    """The running bot lacks something that the notice tells of."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(
            f"The running bot does not have {', '.join(missing)} as the case folder has it now, so nothing is sent. "
            "Let it take the folder in, then publish: casewire reload"
        )


class UnpublishedError(PublishingError):
    """A notice that shall be corrected or recalled was never published."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(f"{notice.id} was never published. Publish it first: casewire publish {notice.id}")


class UnexplainedError(PublishingError):
    """The file of a notice that shall be corrected or recalled does not say what was wrong."""

    def __init__(self, notice: Notice, base: KnowledgeBase) -> None:
        example = "\n".join(["correction:", *(f"  {language}: ..." for language in base.case.languages)])
        file = notice.location.path if notice.location else f"notices/{notice.id}.yaml"
        super().__init__(
            f"{file} does not say what was wrong and why, and readers are told. Add it in each language:\n{example}"
        )
