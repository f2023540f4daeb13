"""Statements with their versions and files, and tech checks with their bookings."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.create_index(
            "ix_attachment_kept_at_begun_at", ["kept_at", "begun_at"], unique=False
        )

    op.create_table(
        "attachment_piece",
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("octets", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_attachment_piece_attachment_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("attachment_id", "number", name=op.f("pk_attachment_piece")),
    )
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("summit_id", sa.Integer(), nullable=False),
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("government", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("may_publish", sa.Boolean(), nullable=False),
        sa.Column("delivery", sa.String(length=32), nullable=True),
        sa.Column("delivery_by", sa.String(length=255), nullable=True),
        sa.Column("delivery_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["summit_id"], ["summit.id"], name=op.f("fk_statement_summit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint(
            "summit_id",
            "session",
            "government",
            "person",
            name=op.f("uq_statement_summit_id_session_government_person"),
        ),
    )
    op.create_table(
        "statement_deadline",
        sa.Column("summit_id", sa.Integer(), nullable=False),
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["summit_id"],
            ["summit.id"],
            name=op.f("fk_statement_deadline_summit_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("summit_id", "session", name=op.f("pk_statement_deadline")),
    )
    op.create_table(
        "tech_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("summit_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(length=500), nullable=False),
        sa.CheckConstraint("taken >= 0", name=op.f("ck_tech_check_taken_not_negative")),
        sa.ForeignKeyConstraint(
            ["summit_id"], ["summit.id"], name=op.f("fk_tech_check_summit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tech_check")),
        sa.UniqueConstraint(
            "summit_id", "starts_at", "room", name=op.f("uq_tech_check_summit_id_starts_at_room")
        ),
    )
    op.create_table(
        "statement_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("material", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=255), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("is_withdrawal", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("link", sa.String(length=2000), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("extension", sa.String(length=10), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Integer(), nullable=True),
        sa.Column("signs", sa.Integer(), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("rate", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_statement_version_attachment_id")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["statement.id"],
            name=op.f("fk_statement_version_statement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_version")),
        sa.UniqueConstraint(
            "statement_id",
            "material",
            "number",
            name=op.f("uq_statement_version_statement_id_material_number"),
        ),
    )
    with op.batch_alter_table("statement_version") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_statement_version_attachment_id"), ["attachment_id"], unique=False
        )

    op.create_table(
        "tech_booking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("summit_id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("government", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("booked_by", sa.String(length=255), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["check_id"],
            ["tech_check.id"],
            name=op.f("fk_tech_booking_check_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["summit_id"], ["summit.id"], name=op.f("fk_tech_booking_summit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tech_booking")),
    )
    with op.batch_alter_table("tech_booking") as batch_op:
        batch_op.create_index(batch_op.f("ix_tech_booking_check_id"), ["check_id"], unique=False)
        batch_op.create_index(
            "uq_tech_booking_summit_id_government_open",
            ["summit_id", "government"],
            unique=True,
            sqlite_where=sa.text("outcome = 'booked'"),
            postgresql_where=sa.text("outcome = 'booked'"),
        )


def downgrade() -> None:
    op.drop_table("tech_booking")
    op.drop_table("statement_version")
    op.drop_table("tech_check")
    op.drop_table("statement_deadline")
    op.drop_table("statement")
    op.drop_table("attachment_piece")
    op.drop_table("attachment")
