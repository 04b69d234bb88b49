"""What events do to the income of states: the channels, and how they are asked.

Two methods ask them: `shock` of one year, `simulation` of the years that it moves through.
"""
