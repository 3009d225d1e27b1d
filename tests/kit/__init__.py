"""What tests of several rooms use: processes of the program, locks held by others, servers that misbehave."""
