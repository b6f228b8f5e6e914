"""Alembic's entry: runs the steps on the connection (and inside the transaction) that the store opened."""

from alembic import context

from db.record import Base
from db.registers import all_registers
from db.store import received_tables, shared_tables, trust_tables

# Named so that their tables stand in the metadata that autogenerate compares with.
_ = all_registers(), received_tables, shared_tables, trust_tables

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
context.run_migrations()
