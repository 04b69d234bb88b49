"""An agenda before its body: forecast, who signs, what moves it, and what happened."""
