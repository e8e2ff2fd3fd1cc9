"""What differs between two ledgers: the terms, and what each change does to the totals.

``pairing`` finds which entry of one ledger is which of the other, ``renames`` the ids that are
called otherwise, ``terms`` what is written otherwise in two entries, ``changes`` puts the changes
in the order of the ledger, and ``reordering`` finds events of one day that do something else in
another order. ``units`` says which changes belong together, ``states`` are grants on the way from
one ledger to the other, ``steps`` applies the changes one by one, ``owners`` tells whose part of it
all changes, ``gates`` what may not happen, and ``answer`` puts the answer together.
"""
