"""Method "patronage": what competition of powers is worth to states, and what joint action or threats cost."""
