"""How relevant what the search finds is: judged sets, measures, comparisons, floors.

It knows no engine: it is handed functions that answer a request or cut a text into terms.
"""
