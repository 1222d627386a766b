"""The kit: pieces without a domain word. `from components import ui` and call `ui.button(…)`."""

# ruff: noqa: F401 - this file only gathers

from components.ui.avatar import avatar, person
from components.ui.badge import badge, count, dot, source_mark, state_badge
from components.ui.bulk_bar import bulk_action, bulk_bar
from components.ui.button import button, icon_button, text_link
from components.ui.card import card, facts, rule
from components.ui.chart import Series, bar_chart, chart_card, line_chart
from components.ui.chat import chat_bubble, day_mark, happened, present, team_note
from components.ui.choice import checkbox, choice_card, choices, segmented, toggle
from components.ui.combobox import combobox
from components.ui.copy_field import copy_field
from components.ui.dialog import closes, confirm, dialog
from components.ui.drawer import drawer, section
from components.ui.empty import empty_state, error_state
from components.ui.field import field, password_input, search_box, select, text_area, text_input
from components.ui.hotkeys import hotkey
from components.ui.menu import menu, menu_item, menu_line, menu_title
from components.ui.page import filter_chip, page_body, page_header, toolbar
from components.ui.pager import pager
from components.ui.popover import popover, tooltip
from components.ui.preview import email_preview, filled, phone_preview
from components.ui.progress import funnel, meter, progress_bar
from components.ui.score_ring import reason, score_ring
from components.ui.skeleton import skeleton, skeleton_lines, skeleton_rows, skeleton_stats
from components.ui.slash import slash_keys, slash_list, slash_opens
from components.ui.stat import sparkline, stat, stats
from components.ui.stepper import step_strip, stepper
from components.ui.table import Column, Selection, Sorting, data_table
from components.ui.tabs import tabs
from components.ui.tag_input import tag_input
from components.ui.tick import every, every_minute
from components.ui.timeline import icon_for, timeline, timeline_item
from components.ui.types import cx, each, link_to, show
