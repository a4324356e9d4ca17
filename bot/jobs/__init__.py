"""Door: the worker loop (job kind -> action) and the timetable.

May import: actions, rules, work, apscheduler. Called by: app.py.
"""
