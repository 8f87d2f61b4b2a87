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
def test_every_script_carries_the_nonce_of_its_page_and_no_other(client):
    found = set()
    for _ in range(3):
        response = client.get("/nulle-part/")
        [nonce] = re.findall(r"'nonce-([^']+)'", response.headers["Content-Security-Policy"])
        # A block of data is not run.
        scripts = re.findall(r"<script\b(?![^>]*application/json)[^>]*>", response.content.decode())
        assert scripts
        assert all(f'nonce="{nonce}"' in script for script in scripts)
        found.add(nonce)
    assert len(found) == 3
