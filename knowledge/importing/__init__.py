"""How a curator's sources become documents: bytes in, paragraphs with headings, pages and proposed fields out."""
