"""How the person model is made of annotated text: read (`annotated.py`), collect names (`collecting.py`), learn.

Nothing here runs when articles are imported: `manage.py train_people` and `tests/benchmarks/people.py` call it.
"""
