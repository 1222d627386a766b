"""Pages. /settings and its sections."""

import reflex as rx

from components.settings.audit import audit_section
from components.settings.budget import budget_section
from components.settings.business import business_section
from components.settings.do_not_contact import do_not_contact_section
from components.settings.frame import section_list
from components.settings.integrations import integrations_section
from components.settings.jobs import jobs_section
from components.settings.notices import notices_section
from components.settings.opt_in import opt_in_section
from components.settings.saved_replies import saved_replies_section
from components.settings.sending import sending_section
from components.settings.team import team_section
from leadgen_app.layout import page
from state.settings.answer_time import AnswerTimeState
from state.settings.audit import AuditState
from state.settings.budget import BudgetState
from state.settings.business import BusinessState
from state.settings.devices import DevicesState
from state.settings.do_not_contact import DoNotContactState
from state.settings.integrations import IntegrationsState
from state.settings.jobs import JobsState
from state.settings.notices import NoticesState
from state.settings.opt_in import OptInState
from state.settings.saved_replies import SavedRepliesState
from state.settings.sections import SettingsState
from state.settings.sending import SendingState
from state.settings.team import TeamState


@page("/settings", "Settings", on_load=SettingsState.choose)
def settings() -> rx.Component:
    return section_list()


_NOTICES = [NoticesState.load, DevicesState.load_devices, AnswerTimeState.load_answer_time]
_SECTIONS = (
    ("business", "Business", BusinessState.load, business_section),
    ("sending", "Sending", SendingState.load, sending_section),
    ("budget", "Budget", BudgetState.load, budget_section),
    ("team", "Team", TeamState.load, team_section),
    ("replies", "Saved replies", SavedRepliesState.load, saved_replies_section),
    ("notifications", "Notifications", _NOTICES, notices_section),
    ("integrations", "Integrations", IntegrationsState.load, integrations_section),
    ("opt-in", "Opt-in", OptInState.load, opt_in_section),
    ("jobs", "Background work", JobsState.load, jobs_section),
    ("suppressions", "Do not contact", DoNotContactState.load, do_not_contact_section),
    ("audit", "Audit log", AuditState.load, audit_section),
)
for _path, _title, _load, _section in _SECTIONS:
    page(f"/settings/{_path}", f"{_title} · Settings", on_load=_load)(_section)
