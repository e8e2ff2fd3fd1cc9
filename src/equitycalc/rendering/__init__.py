"""The door out: an answer to text, one module a format, and problems to messages.

``sheet`` lays an answer out once for the formats that people read; ``values`` and ``rests_on`` hold
the words and numbers that all formats share. Only ``as_table`` needs Rich.
"""
