"""The seven steps in their frame."""

from typing import Any

import reflex as rx

from components import ui
from components.onboarding import money, steps
from components.onboarding.parts import word_list, words
from components.onboarding.preview import preview, summary
from components.shell.wizard_frame import wizard_frame
from state.onboarding import OnboardingState as S

STEPS = [
    ("Business", words("business", "business_name")),
    (
        "Target audience",
        rx.cond(S.reached > 1, word_list("audience", "industries").join(", "), "Who to reach"),
    ),
    ("AI scraping set-up", "Find contacts"),
    ("Ad campaigns", "Meta and Google"),
    ("Outreach templates", "WhatsApp and email"),
    ("Budget and billing", "Monthly split"),
    ("Review and launch", "Start everything"),
]
TITLES = (
    ("Tell us about your business", "Seven short steps. Everything is saved as you go."),
    ("Who should hear from you?", "We suggest, you decide. This steers the search, the scores and the ads."),
    ("Find contacts for you", "We look for businesses that match your audience and score each one from 0 to 100."),
    ("Advertise for enquiries", "People fill in a short form and arrive as verified leads. Skip this if you like."),
    ("Write your first messages", "They are filled in for each contact. You see on the right how they will read."),
    ("Set a monthly budget", "A limit you choose, shared over the channels."),
    ("Check and launch", "One press starts everything. You can pause any part at any time."),
)


def wizard() -> rx.Component:
    """The present step, or its shape while the draft is read."""
    return rx.cond(S.ready, _frame(), rx.el.main(ui.skeleton_lines(8), class_name="p-10 max-w-3xl"))


def _frame() -> rx.Component:
    blocks = (
        steps.business, steps.audience, steps.scraping, steps.ads, steps.outreach, money.budget, money.review,
    )  # fmt: skip
    return wizard_frame(
        rx.match(S.step, *[(number, block()) for number, block in enumerate(blocks[:-1], 1)], blocks[-1]()),
        steps=STEPS,
        current=S.step,
        reached=S.reached,
        on_go=S.go,
        title=_by_step(0),
        purpose=_by_step(1),
        on_back=S.back,
        on_exit=S.leave,
        on_continue=S.forward,
        busy=S.launching,
        saved=S.saved,
        continue_label=rx.cond(S.step == len(STEPS), "Launch", "Continue"),
        preview=preview(),
        summary=summary(),
    )


def _by_step(part: int) -> Any:
    named = [(number, words_[part]) for number, words_ in enumerate(TITLES, 1)]
    return rx.match(S.step, *named, "")
