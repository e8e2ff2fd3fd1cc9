"""Limits of a ledger, held on every day.

``holding`` takes them through the days of a ledger; ``summing`` has the sums from day to day, in
the plain numbers of ``counts``, and ``owning`` tells from them whether anybody owns too much, by
the ``highest`` number of all. ``beneficial`` says what Rule 13d-3 counts.
"""
