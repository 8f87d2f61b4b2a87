"""The documentation has the table that the tests ask."""

from tests.access.document import PAGE, documented


def test_the_documentation_says_who_opens_each_address_and_gets_each_e_mail():
    text = PAGE.read_text(encoding="utf-8")
    assert documented(text) == text, "python -m tests.access.document"
