"""A figure as a tree, from the number down to the clauses: each formula with its inputs.

``tree`` holds the nodes, ``written`` the terms as they are written, ``history`` what events made of
them, ``interest`` how interest accrued; ``claims`` explains one claim on each basis, ``grants`` a
grant, and ``totals`` the figures of a total and what a holder owns. Every value is one that the
engine has worked out; the formulas are those of its records.
"""
