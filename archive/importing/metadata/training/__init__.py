"""How the person model is made from annotated text: `annotated.py` reads it, `gazetteers.py` collects names, `learning.py` trains.

Nothing here runs when articles are imported; `manage.py train_people` and `tests/benchmarks/people.py` call it.
"""
