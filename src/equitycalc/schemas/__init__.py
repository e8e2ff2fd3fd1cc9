"""JSON Schemas, draft 7: of a ledger and the other files that are read, and of every JSON output.

``NAME.schema.json`` stand beside this file, ``equitycalc schema`` prints them. Those of what is
read are for editors, and are made from the terms: ``python -m equitycalc.schemas.make`` writes them
anew, after ``values`` (how a value is written), ``entries`` (the keys of a class) and ``meanings``
(what each key means). Those of outputs are written by hand. Nothing that runs needs the makers.
"""
