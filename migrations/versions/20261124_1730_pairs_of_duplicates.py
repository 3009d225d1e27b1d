"""Keep the pairs that a search for duplicates finds, and those that somebody called two."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "duplicate_search",
        sa.Column(
            "kind", sa.Enum("person", "organization", name="contactkind", native_enum=False, length=24), nullable=False
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contacts", sa.Integer(), nullable=False),
        sa.Column("compared", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_search")),
        sa.UniqueConstraint("kind", name=op.f("uq_duplicate_search_kind")),
    )
    op.create_table(
        "distinct_pair",
        sa.Column("a_id", sa.Integer(), nullable=False),
        sa.Column("b_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("a_id < b_id", name=op.f("ck_distinct_pair_in_order")),
        sa.ForeignKeyConstraint(["a_id"], ["contact.id"], name=op.f("fk_distinct_pair_a_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["b_id"], ["contact.id"], name=op.f("fk_distinct_pair_b_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_distinct_pair_decided_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distinct_pair")),
        sa.UniqueConstraint("a_id", "b_id", name=op.f("uq_distinct_pair_a_id_b_id")),
    )
    with op.batch_alter_table("distinct_pair", schema=None) as batch_op:
        batch_op.create_index("ix_distinct_pair_b_id", ["b_id"], unique=False)

    op.create_table(
        "duplicate_pair",
        sa.Column(
            "kind", sa.Enum("person", "organization", name="contactkind", native_enum=False, length=24), nullable=False
        ),
        sa.Column("a_id", sa.Integer(), nullable=False),
        sa.Column("b_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column(
            "zone", sa.Enum("same", "ask", "different", name="zone", native_enum=False, length=24), nullable=False
        ),
        sa.Column(
            "reasons",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("is_skipped", sa.Boolean(), nullable=False),
        sa.Column("search", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("a_id < b_id", name=op.f("ck_duplicate_pair_in_order")),
        sa.ForeignKeyConstraint(["a_id"], ["contact.id"], name=op.f("fk_duplicate_pair_a_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["b_id"], ["contact.id"], name=op.f("fk_duplicate_pair_b_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_pair")),
        sa.UniqueConstraint("a_id", "b_id", name=op.f("uq_duplicate_pair_a_id_b_id")),
    )
    with op.batch_alter_table("duplicate_pair", schema=None) as batch_op:
        batch_op.create_index("ix_duplicate_pair_b_id", ["b_id"], unique=False)
        batch_op.create_index("ix_duplicate_pair_list", ["kind", "is_skipped", "score", "id"], unique=False)
        batch_op.create_index("ix_duplicate_pair_search", ["kind", "search", "id"], unique=False)
