"""Collects the running text of a source into blocks."""

from knowledge.importing.draft import Block, Kind


class Writer:
    """Takes text piece by piece; a block ends where `end` is called."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._pieces: list[str] = []
        self._marker = ""
        self._kind = Kind.PARAGRAPH
        self._level = 0

    def begin(self, kind: Kind = Kind.PARAGRAPH, level: int = 0, marker: str = "") -> None:
        """End the block before, and say what the next one is; `marker` comes before its first words ("41.")."""
        self.end()
        self._kind, self._level = kind, level
        self._marker = " ".join(filter(None, (self._marker, marker)))

    def add(self, text: str) -> None:
        """Add text to the block."""
        if self._marker and text.strip():
            self._pieces.append(f"{self._marker} ")
            self._marker = ""
            text = text.lstrip()
        self._pieces.append(text)

    def end(self) -> None:
        """End the block; nothing is written where it has no text, and its number goes to the next."""
        text = "".join(self._pieces)
        self._pieces.clear()
        if text.strip(" \n\t"):
            self.blocks.append(Block(text, self._kind, self._level))
        self._kind, self._level = Kind.PARAGRAPH, 0

    def drop_marker(self) -> None:
        """Forget a number that no text came after."""
        self.end()
        self._marker = ""

    @property
    def open_text(self) -> str:
        """The text of the block that has not ended."""
        return "".join(self._pieces)
