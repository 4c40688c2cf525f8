"""What the course costs, measured beside its peers in the same run: `python -m benchmarks`.

`workload` says what a benchmark is made of, `harness` compares and times the contenders, `report` puts it in a table.
The other modules hold one piece of work each, and `catalogue` lists them.
"""
