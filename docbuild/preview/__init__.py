"""The live preview: the detail page in a browser that follows every save."""
