"""Charts, tables, pages: what the other rooms found, shown. Importing this room imports neither pandas nor altair."""
