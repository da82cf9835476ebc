"""WXML, the markup of mini programs: its tags with exact positions, and which have no end."""
