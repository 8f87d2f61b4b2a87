"""Promises A6 and I7 on the socket: whose pages may open it, and what frames it bears."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discussions.consumers import MAX_FRAME, FrameError, _number, parse
from discussions.origins import is_allowed

FRAMES = [
    None,
    "",
    "null",
    "[]",
    '"subscribe"',
    "{" * 4000,
    "[" * 4000,
    '{"type":' * 500,
    '{"type":null}',
    '{"type":["ping"]}',
    '{"type":"ping","x":{"type":"ping"}}',
    '{"type":"subscribe","thread":[1]}',
    '{"type":"ping"}{"type":"ping"}',
    json.dumps({"type": "x" * MAX_FRAME}),
    '{"type":"ping","n":' + "9" * 3900 + "e9999999999}" + " " * 9000,
]


@pytest.mark.parametrize("number", range(len(FRAMES)))
def test_a_frame_that_is_none_is_refused_in_words(number):
    with pytest.raises(FrameError) as refusal:
        parse(FRAMES[number])
    assert str(refusal.value)


@pytest.mark.parametrize(
    "value",
    ["1", 1.0, 1e308, True, None, -1, 0, 2**53, 2**64, 10**3000, float("nan"), float("inf")],
)
def test_only_a_whole_number_that_a_browser_can_hold_names_a_thread(value):
    with pytest.raises(FrameError):
        _number({"thread": value}, "thread", least=1)


values = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20))
frames = st.one_of(
    st.text(max_size=200),
    st.dictionaries(st.sampled_from(["type", "thread", "after", "x"]), values).map(json.dumps),
    st.recursive(values, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)).map(
        json.dumps
    ),
)


@given(frames)
@settings(max_examples=150, deadline=None)
def test_any_text_is_a_flat_frame_or_is_refused(text):
    try:
        frame = parse(text)
    except FrameError:
        return
    assert isinstance(frame["type"], str)
    assert not any(isinstance(value, dict | list) for value in frame.values())


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",
        "http://exemple.test",
        "http://testserver.exemple.test",
        "http://testserver@exemple.test",
        "http://exemple.test#testserver",
        "http://testserver:81",
        "http://testserver/",
        "http://testserver?a",
        "http://[testserver",
        "http://testserver:99999",
        "ftp://testserver",
        "file://testserver",
        "testserver",
        "//testserver",
        "http://testserver http://exemple.test",
        "http://testserver\0",
    ],
)
def test_another_site_s_page_opens_no_socket(origin):
    assert is_allowed(origin, "testserver") is False


def test_a_host_that_is_not_ours_opens_no_socket():
    assert is_allowed("http://exemple.test", "exemple.test") is False
    assert is_allowed("http://testserver", "testserver") is True
