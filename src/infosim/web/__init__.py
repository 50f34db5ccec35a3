"""What runs in a browser: the engine as JavaScript, and what is handed to it.

The rules and kernels are translated from their Python text, so that nothing is
written twice; a run in a browser has the digest of the same run in Python.
"""
