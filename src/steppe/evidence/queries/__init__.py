"""How the data answer claims: one module per layer, a few generic queries each."""
