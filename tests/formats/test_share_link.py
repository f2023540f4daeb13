"""Links that pass a session on."""

from urllib.parse import parse_qs, urlsplit

from summit.formats.share_link import share_links

PAGE = "https://summit.example/cac2020/sessions/diamond?a=1&b=2"
WORDS = "Park & Diamond: 100 % <new> 서울, 22:00 Seoul (UTC+9)"


def test_each_service_is_given_the_words_and_the_page() -> None:
    found = {
        link.name: (urlsplit(link.address).netloc, parse_qs(urlsplit(link.address).query))
        for link in share_links(WORDS, PAGE)
    }
    assert found == {
        "": ("", {"subject": [WORDS], "body": [PAGE]}),
        "WhatsApp": ("wa.me", {"text": [f"{WORDS} {PAGE}"]}),
        "Telegram": ("t.me", {"url": [PAGE], "text": [WORDS]}),
        "LINE": ("social-plugins.line.me", {"url": [PAGE]}),
        "Facebook": ("www.facebook.com", {"u": [PAGE]}),
        "X": ("x.com", {"text": [WORDS], "url": [PAGE]}),
    }


def test_a_mail_writes_spaces_as_its_programs_read_them() -> None:
    mail = share_links("two words", PAGE)[0].address
    assert mail.startswith("mailto:?subject=two%20words&body=https%3A")
