"""Reads resources out of text dumps of a network's resource pages. Pure Python: nothing of Django.

`read_dump(text) -> list[Found]` is the way in; `records` parts the text, `facts` reads each part.
"""

from groups.library.parsing.facts import Dated
from groups.library.parsing.reading import Doubt, Found, read_dump

__all__ = ["Dated", "Doubt", "Found", "read_dump"]
