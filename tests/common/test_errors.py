"""A refusal carries a code for programs and a sentence for people."""

from __future__ import annotations

from common.errors import DomainError, Invalid, Reason, Refused


def test_a_refusal_says_its_own_sentence_unless_given_another():
    assert str(Invalid()) == "Some of what you gave cannot be accepted."
    assert str(Invalid(detail="No.")) == "No."


def test_the_published_code_is_that_of_a_single_reason():
    one, two = Reason("one", "First."), Reason("two", "Second.", "field")

    assert Refused().stable_code == "guard_failed"
    assert Refused(reasons=[one]).stable_code == "one"
    assert Refused(reasons=[one, two]).stable_code == "guard_failed"
    assert two.as_dict() == {"code": "two", "sentence": "Second.", "field": "field"}


def test_every_refusal_has_a_code_of_its_own():
    classes: list[type[DomainError]] = [DomainError]
    classes += [*DomainError.__subclasses__(), *Invalid.__subclasses__()]

    assert len({kind.code for kind in classes}) == len(classes)
