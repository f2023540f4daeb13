"""How hypothesis runs here: no deadlines, and in CI always the same examples."""

import os

from hypothesis import HealthCheck, settings

_SHARED = {
    "deadline": None,
    "max_examples": 60,
    # Fixtures are values that no test changes, or a database that a test says it does.
    "suppress_health_check": [
        HealthCheck.too_slow,
        HealthCheck.function_scoped_fixture,
        HealthCheck.data_too_large,
    ],
}
settings.register_profile("summit", **_SHARED)
settings.register_profile("ci", derandomize=True, **_SHARED)
settings.load_profile("ci" if os.environ.get("CI") else "summit")
