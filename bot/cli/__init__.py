"""Door: app.py's subcommands.

May import: actions, screens, rules, work, settings. Called by: app.py.
"""
