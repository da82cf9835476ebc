"""Where a document names what a plugin offers: headings, tables, samples and words of the text.

``reading`` finds the places block by block, knowing nothing of the other blocks; ``own`` says
what they mean in the whole document.
"""
