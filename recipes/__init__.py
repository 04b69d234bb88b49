"""How each table of the bundle is made from public files: one thin module a source."""
