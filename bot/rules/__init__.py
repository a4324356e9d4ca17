"""Pure decisions: values in, values or refusals out. No database, vendor, clock or I/O.

May import: standard library, phonenumbers, regex, emoji data, vobject, models.enums.
Called by: actions, screens and the doors.
"""
