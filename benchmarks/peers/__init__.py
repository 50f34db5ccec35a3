"""The others: each file here runs one simulator, in a process of its own."""
