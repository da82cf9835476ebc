"""The rules, one small file each. A rule is added by adding its file and its fixture."""
