"""The brief as a file: JSON, Markdown, page, two-page PDF, Word; and back from each."""

from detente.brief.exports.read_back import SUFFIXES, ReadBack, read_back
from detente.brief.exports.text import markdown, plain
from detente.brief.exports.write import write_brief

__all__ = ["SUFFIXES", "ReadBack", "markdown", "plain", "read_back", "write_brief"]
