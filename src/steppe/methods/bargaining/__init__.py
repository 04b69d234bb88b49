"""Method "bargaining": what a body, an exchange or an enlargement would bring."""
