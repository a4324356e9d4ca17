"""Parley itself: rules in the middle, actions around them, doors and gateways outside."""
