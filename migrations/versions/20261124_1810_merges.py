"""Keep which records became one, and how to take that apart."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "contact_merge",
        sa.Column(
            "kind", sa.Enum("person", "organization", name="contactkind", native_enum=False, length=24), nullable=False
        ),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("losing_id", sa.Integer(), nullable=False),
        sa.Column("losing_name", sa.String(length=500), nullable=False),
        sa.Column("losing_teams", _JSON, nullable=False),
        sa.Column("steps", _JSON, nullable=False),
        sa.Column("kept_before", _JSON, nullable=False),
        sa.Column("kept_rows", _JSON, nullable=False),
        sa.Column("since_line", sa.Integer(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by", sa.String(length=200), nullable=False),
        sa.Column("unmerged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unmerged_by", sa.String(length=200), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["kept_id"], ["contact.id"], name=op.f("fk_contact_merge_kept_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_merge")),
    )
    with op.batch_alter_table("contact_merge", schema=None) as batch_op:
        batch_op.create_index("ix_contact_merge_kept_id", ["kept_id", "id"], unique=False)
        batch_op.create_index("ix_contact_merge_losing_id", ["losing_id", "id"], unique=False)
