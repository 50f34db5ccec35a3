"""A study at every place of its sliders, resolved beforehand: the page needs no Python (decision 0031)."""
