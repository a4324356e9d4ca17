"""Door: Twilio's webhooks, health, readiness, metrics.

May import: actions, screens, rules, work, flask. Called by: app.py.
"""
