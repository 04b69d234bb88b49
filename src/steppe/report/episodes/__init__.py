"""The ledger of inducements, coercion and use of force: a listing and its counts."""
