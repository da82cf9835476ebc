"""JavaScript and TypeScript as tree-sitter reads them: the only importer of its packages.

``syntax`` and ``reading`` are the doors. What they give are plain values with offsets in code
points; trees stay in this room. The parser is imported when there is something to parse.
"""
