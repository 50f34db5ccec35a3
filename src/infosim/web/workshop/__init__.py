"""A workshop: a room predicts, the model runs, the room compares.

`session.py` says how a session goes on from what people do, as a pure function;
`journal.py` keeps it on disk; `desk.py` is the only one who writes. Everything about
HTTP is in `app.py` and what stands before it: `guard.py`, `limits.py`, `door.py`.
"""
