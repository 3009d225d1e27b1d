"""The audit log: one line an act, in the same transaction, in a chain that shows tampering."""
