"""What people said of the columns and values of lists, for the next one of the kind."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    kinds = sa.Enum("organizations", "people", "signatures", name="importas", native_enum=False, length=24)
    scopes = sa.Enum("headers", "header", "value", name="mappingscope", native_enum=False, length=24)
    meaning = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
    op.create_table(
        "known_mapping",
        sa.Column("import_as", kinds, nullable=False),
        sa.Column("scope", scopes, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("meaning", meaning, nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_mapping")),
        sa.UniqueConstraint("import_as", "scope", "key", name=op.f("uq_known_mapping_import_as_scope_key")),
    )


def downgrade() -> None:
    """Take the tables back."""
    op.drop_table("known_mapping")
