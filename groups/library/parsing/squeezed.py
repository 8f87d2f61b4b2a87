"""Text looked at without its spacing and case, keeping the way back to the original."""

_NOTHING = "\u200b\u200c\u200d\ufeff"


class Squeezed:
    """`text` with every run of white space made one space, in lower case. Positions are its own;
    `back` turns them into those of `text`."""

    def __init__(self, text: str):
        kept: list[str] = []
        places: list[int] = []
        for place, char in enumerate(text):
            if char in _NOTHING:
                continue
            if not char.isspace():
                # Some letters become two in lower case: each position must stay one.
                low = char.lower()
                kept.append(low if len(low) == 1 else char)
            elif kept and kept[-1] != " ":
                kept.append(" ")
            else:
                continue
            places.append(place)
        if kept and kept[-1] == " ":
            kept.pop()
            places.pop()
        self.text = "".join(kept)
        self._places = places
        self._end = len(text)

    def __len__(self) -> int:
        return len(self.text)

    def back(self, position: int) -> int:
        """Where this position is in the original text."""
        return self._places[position] if position < len(self._places) else self._end

    def after(self, position: int) -> int:
        """Just after the character that ends at `position`, in the original text."""
        return self._places[position - 1] + 1 if position else 0
