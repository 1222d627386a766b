"""What is known about an industry before its first customer types a word."""

from services.playbooks.finding import industries, playbook_for
from services.playbooks.types import Playbook

__all__ = ["Playbook", "industries", "playbook_for"]
