"""What leaves this process as a log line holds no secret, whichever library wrote it."""

import logging
import re

# The link of an invitation, a signature, a question: Django names the address of every refused or
# failed request.
_TOKEN = re.compile(r"(/invitation/|/fiches/signer/|/ou-en-etes-vous/)[^/\s?'\"]+")


class DiscreetFormatter(logging.Formatter):
    """The usual line, traceback included, with a dash in place of each token."""

    def format(self, record: logging.LogRecord) -> str:
        return _TOKEN.sub(r"\1-", super().format(record))
