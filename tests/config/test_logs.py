"""Promise O2: no token in what is logged."""

import io
import logging
from logging.config import dictConfig

import pytest
from django.conf import settings

TOKEN = "Zx9-secret_of-an-invitation"


@pytest.fixture
def said(monkeypatch):
    """What the settings' own handler writes."""
    dictConfig(settings.LOGGING)
    out = io.StringIO()
    (handler,) = logging.getLogger().handlers[-1:]
    monkeypatch.setattr(handler, "stream", out)
    return out


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/invitation/{}/", "/invitation/{}/accepter/?x=1"])
def test_a_refused_invitation_leaves_no_token(client, said, path):
    assert client.get(path.format(TOKEN)).status_code in {404, 405}
    assert "/invitation/-/" in said.getvalue()
    assert TOKEN not in said.getvalue()


def test_a_failure_leaves_no_token(said):
    error = ValueError(f"http://localhost/invitation/{TOKEN}/")
    logging.getLogger("django.request").error("Error: /invitation/%s/", TOKEN, exc_info=error)
    assert "ValueError: http://localhost/invitation/-/" in said.getvalue()
    assert TOKEN not in said.getvalue()
