"""What a plugin's sources say, written as Markdown: the first document and its tables."""
