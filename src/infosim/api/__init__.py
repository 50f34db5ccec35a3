"""What somebody holds who works in Python: scenarios that run, results as tables, pictures and networks."""
