"""A comparison for people and programs: in a terminal, as JSON, as a page that asks for nothing."""
