"""Pages. /analytics."""

import reflex as rx

from components.analytics.scores import score_quality
from leadgen_app.layout import page
from state.analytics import ScoreQualityState


@page("/analytics", "Analytics", on_load=ScoreQualityState.load)
def analytics() -> rx.Component:
    return score_quality()
