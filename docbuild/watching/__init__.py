"""Which files changed: the events of the system as hints, the files' own state as the truth."""
