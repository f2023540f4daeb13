"""What a browser is called in plain words."""

from __future__ import annotations

import pytest

from summit.core.visit import browser

_BASE = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox, Windows",
        ),
        (f"Mozilla/5.0 (X11; Linux x86_64) {_BASE} Chrome/140.0 Safari/537.36", "Chrome, Linux"),
        (
            f"Mozilla/5.0 (Linux; Android 10; K) {_BASE} SamsungBrowser/28.0 Chrome/130.0 Mobile",
            "Samsung Internet, Android",
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_BASE} Chrome/140.0 Safari/537 Edg/140.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like "
            "Gecko) Version/18.0 Safari/605.1.15",
            "Safari, Mac",
        ),
        ("curl/8.0", ""),
        ("", ""),
        ("<script>Firefox/</script>", "Firefox"),
    ],
)
def test_browsers(agent: str, words: str) -> None:
    assert browser(agent) == words
