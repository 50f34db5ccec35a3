"""A folder for a USB stick: pages that open without a network, cards to print, notes for the trainer."""
