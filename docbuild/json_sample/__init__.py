"""JSON as documents write it: abbreviated, annotated, mistyped; read as far as it can be."""
