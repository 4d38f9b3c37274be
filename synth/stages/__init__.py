"""Stages that join components: papers found, acquired, accounted for; numbers computed again; the report judged."""
