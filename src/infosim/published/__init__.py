"""Published models and their published numbers, run by the same engines as every study.

A target is a model of the literature as a scenario of this folder, with the parameters that
its authors vary; its facts are what they report. `reproduce` runs one against the other.
"""
