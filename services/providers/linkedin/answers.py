"""A response has answers by number; its form has the questions, in LinkedIn's nested shapes."""

from collections.abc import Iterator, Mapping
from typing import Any


def answers_of(response: Mapping[str, Any], form: Mapping[str, Any]) -> dict[str, str]:
    """Question → answer. A question that LinkedIn fills in itself goes by its field's name (EMAIL, FIRST_NAME, …)."""
    questions = {_text(one.get("questionId")): one for one in _questions(form)}
    found: dict[str, str] = {}
    for answer in _list(_inside(response, "formResponse", "answers")):
        number = _text(answer.get("questionId"))
        question = questions.get(number, {})
        said = _said(answer.get("answerDetails"), _options(question))
        if said:
            found[_name(question) or f"Question {number}"] = said
    if any(one.get("accepted") is False for one in _list(_inside(response, "formResponse", "consentResponses"))):
        found["Optional consent"] = "Not given"
    return found


def _questions(form: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A form's own questions and its hidden fields; older versions keep them one level higher."""
    content = form.get("content")
    for place in (content if isinstance(content, dict) else {}, form):
        yield from _list(place.get("questions"))


def _name(question: Mapping[str, Any]) -> str:
    return _text(question.get("predefinedField")) or _localised(question.get("question")) or _text(question.get("name"))


def _options(question: Mapping[str, Any]) -> dict[str, str]:
    choices = _list(_inside(question, "questionDetails", "multipleChoiceQuestionDetails", "options"))
    return {_text(one.get("id")): _localised(one.get("text")) for one in choices}


def _said(details: Any, options: Mapping[str, str]) -> str:
    if not isinstance(details, dict):
        return ""
    written = _inside(details, "textQuestionAnswer", "answer")
    if written is not None:
        return _text(written)
    chosen = _inside(details, "multipleChoiceAnswer", "options")
    picked = [_text(one) for one in chosen] if isinstance(chosen, list) else []
    return ", ".join(options.get(one) or one for one in picked)


def _localised(value: Any) -> str:
    """ "Budget?", or {"localized": {"en_US": "Budget?"}}, whose language does not matter to us."""
    if isinstance(value, dict):
        texts = value.get("localized")
        return next((_text(text) for text in texts.values()), "") if isinstance(texts, dict) else ""
    return _text(value)


def _inside(value: Any, *names: str) -> Any:
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _list(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value).strip()
