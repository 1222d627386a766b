"""When more answers come than can be handled meanwhile, on a clock that is set by hand."""

from services.webhooks.bursts import LONGEST_SECONDS, LULL_SECONDS, MANY, WINDOW_SECONDS, Burst


class Hand:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_few_answers_are_no_burst_however_long_they_go_on() -> None:
    hand = Hand()
    burst = Burst(hand)
    for _ in range(1_000):
        burst.count(1)
        assert not burst.must_pass()
        hand.now += WINDOW_SECONDS / (MANY - 2)


def test_many_answers_are_let_pass_until_a_moment_after_the_last_of_them() -> None:
    hand = Hand()
    burst = Burst(hand)
    for _ in range(MANY):
        assert not burst.must_pass()
        burst.count(1)
    assert burst.must_pass()
    hand.now += LULL_SECONDS * 0.9
    burst.count(MANY - 1)
    assert burst.must_pass()
    hand.now += LULL_SECONDS * 0.2
    assert not burst.must_pass()


def test_one_delivery_with_many_answers_is_a_burst_too() -> None:
    hand = Hand()
    burst = Burst(hand)
    burst.count(MANY)
    assert burst.must_pass()


def test_no_burst_holds_up_replies_for_longer_than_the_limit() -> None:
    hand = Hand()
    burst = Burst(hand)
    began = hand.now
    while hand.now < began + LONGEST_SECONDS:
        burst.count(MANY)
        assert burst.must_pass()
        hand.now += 0.25
    for _ in range(1_000):
        burst.count(MANY)
        assert not burst.must_pass()
        hand.now += 0.25
    hand.now += LULL_SECONDS
    burst.count(MANY)
    assert burst.must_pass(), "the next one is let pass again"


def test_what_was_forgotten_is_no_burst() -> None:
    burst = Burst(Hand())
    burst.count(MANY)
    burst.forget()
    assert not burst.must_pass()
