"""Scenarios: dated events, studies, runs, and the store of runs.

from steppe.scenario.loader import list_studies, load_study, schema     # TOML in, JSON Schema out
from steppe.scenario.run import run                                     # a study to a Result
from steppe.scenario.store import save, load                            # runs/<study>-<hash>/
from steppe.scenario.compare import compare                             # two runs, draw by draw
from steppe.scenario.explain import explain                             # a number, back to its sources
from steppe.scenario.result import schema                               # JSON Schema of a result
"""
