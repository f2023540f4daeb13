"""The agenda page."""

from flask.testing import FlaskClient


def test_budapest_reads_the_mayoral_meeting_at_three(client: FlaskClient) -> None:
    page = client.get("/cac2020/agenda?tz=Europe/Budapest")
    words = " ".join(page.text.split())
    assert page.status_code == 200
    assert '15:00</time> <span class="slot-place">Budapest (UTC+2)</span>' in words
