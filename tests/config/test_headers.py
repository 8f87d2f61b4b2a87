"""What every answer says to the browser."""

import re

import pytest


@pytest.mark.django_db
def test_every_page_carries_the_security_headers(client):
    headers = client.get("/nulle-part/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"https?:", policy)


@pytest.mark.django_db
def test_a_nonce_is_never_used_twice(client):
    found = {
        nonce
        for _ in range(3)
        for nonce in re.findall(
            r"'nonce-([^']+)'", client.get("/nulle-part/").headers["Content-Security-Policy"]
        )
    }
    assert len(found) in {0, 3}
