"""What a reviewer asks of a ledger: plain functions from values to problems.

These are the named checks of ``equitycalc check``, each one function of a ``Subject``; ``table``
lists them and ``review`` runs them. What a ledger must satisfy to be read at all stands in
``equitycalc.consistency``.
"""
