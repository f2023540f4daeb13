"""What a WSGI server runs: `wsgi:app`."""

from summit.app import from_environment

app = from_environment()
