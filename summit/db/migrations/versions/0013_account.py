"""Two addresses never share a key, and an account that is gone leaves its number to nobody."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_KEYED = ("account", "contact", "invitation", "appointment")


def upgrade() -> None:
    _rekey(is_folded=False)
    _number(is_once=True)


def downgrade() -> None:
    _number(is_once=False)
    _rekey(is_folded=True)


def _rekey(*, is_folded: bool) -> None:
    """Write the keys anew of the addresses that are not plain ASCII; most are, and stay."""
    connection = op.get_bind()
    for name in _KEYED:
        table = sa.table(name, sa.column("id"), sa.column("address"), sa.column("key"))
        rows = connection.execute(sa.select(table.c.id, table.c.address, table.c.key)).all()
        for number, address, before in rows:
            key = address.casefold() if is_folded else address.lower()
            if not address.isascii() and key != before:
                connection.execute(table.update().where(table.c.id == number).values(key=key))


def _number(*, is_once: bool) -> None:
    """Let SQLite count on where an account was deleted, as PostgreSQL does, or not."""
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table(
            "account", recreate="always", table_kwargs={"sqlite_autoincrement": is_once}
        ):
            pass
