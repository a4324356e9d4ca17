"""What a person sees: plain values turned into Block Kit, mail text and refusal sentences. No I/O.

May import: rules, models.enums. Called by: actions and the doors.
"""
