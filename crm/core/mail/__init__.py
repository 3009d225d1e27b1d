"""The outbox: every mail of the system is a row before it is a message."""
