"""What the product does: one verb a public function, one unit of work each.

May import: rules, screens, models, ports, work. Called by: the doors.
"""
