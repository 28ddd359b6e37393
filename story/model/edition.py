"""Editions of a story: the teacher's is whole, the student's lacks what is marked for teachers.

A field that a student may not see is marked `Field(json_schema_extra=FOR_TEACHERS)` where it is
defined; nothing else needs to know of it. What is left out never reaches the page.
"""

from typing import Any, Literal, TypeAlias, TypeVar

from story.model.fields import FOR_TEACHERS, Model

Edition: TypeAlias = Literal["teacher", "student"]
M = TypeVar("M", bound=Model)


def for_students(model: M) -> M:
    """The model without its fields for teachers, however deep: each has its default again."""
    changes: dict[str, Any] = {}
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if field.json_schema_extra == FOR_TEACHERS:
            changes[name] = field.get_default(call_default_factory=True)
        elif (inner := _inside(value)) is not value:
            changes[name] = inner
    return model.model_copy(update=changes) if changes else model


def _inside(value: Any) -> Any:
    """A value with the models in it for students; the value itself when that changes nothing."""
    if isinstance(value, Model):
        return for_students(value)
    if isinstance(value, list | tuple):
        items = [_inside(item) for item in value]
        changed = any(new is not old for new, old in zip(items, value, strict=True))
        return type(value)(items) if changed else value
    if isinstance(value, dict):
        entries = {key: _inside(item) for key, item in value.items()}
        return entries if any(entries[key] is not value[key] for key in value) else value
    return value
