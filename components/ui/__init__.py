"""The kit: pieces without a domain word. `from components import ui` and call `ui.button(…)`."""

# ruff: noqa: F401 - this file only gathers

from components.ui.badge import badge, count, dot, source_mark, state_badge
from components.ui.button import button, icon_button, text_link
from components.ui.card import card, facts, rule
from components.ui.choice import checkbox, choice_card, choices, segmented, toggle
from components.ui.field import field, password_input, search_box, select, text_area, text_input
from components.ui.page import filter_chip, page_body, page_header, toolbar
from components.ui.tag_input import tag_input
from components.ui.types import cx, each, link_to, show
