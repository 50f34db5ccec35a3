"""From Python to JavaScript: the rules and kernels, written once, for browsers as well (decision 0030)."""
