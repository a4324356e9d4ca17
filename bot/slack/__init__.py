"""Door: Bolt listeners and their views, one file a feature.

May import: actions, screens, rules, work, slack_bolt, flask. Called by: app.py.
"""
