"""What HTTP itself can get wrong, as refusals of the same family as the domain's."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class HttpRefusal(DomainError):
    """A refusal that only exists because of the way the question was asked."""

    status: ClassVar[int] = 400
    code = "bad_request"
    sentence = _("This call cannot be understood.")


class MalformedJson(HttpRefusal):
    """The body is not JSON that we accept; ``reasons`` say what is wrong."""

    code = "malformed_json"
    sentence = _("The body is not valid JSON.")


class BodyTooLarge(HttpRefusal):
    """The body is larger than any honest one."""

    status = 413
    code = "body_too_large"
    sentence = _("The body is too large.")


class ParameterInvalid(HttpRefusal):
    """A query parameter is unknown or has a value that cannot be read."""

    code = "parameter_invalid"
    sentence = _("A query parameter is unknown or cannot be read.")


class CursorInvalid(HttpRefusal):
    """The cursor was altered, or belongs to another question."""

    code = "cursor_invalid"
    sentence = _("This cursor is not one of ours, or belongs to another question.")


class AsOfUnsupported(HttpRefusal):
    """Only state and money can be asked for as of a past day."""

    code = "as_of_unsupported"
    sentence = _("This list cannot be asked for as of a past moment.")


class VersionRequired(HttpRefusal):
    """A change must say which version it was made from."""

    status = 428
    code = "version_required"
    sentence = _("Say which version you read: send its ETag in If-Match.")


class KeyRequired(HttpRefusal):
    """A step that moves state or money must be safe to repeat."""

    code = "idempotency_key_required"
    sentence = _("Send an Idempotency-Key, so that repeating this call is safe.")


class KeyInvalid(HttpRefusal):
    """The idempotency key is empty, too long or has characters we do not accept."""

    code = "idempotency_key_invalid"
    sentence = _("An Idempotency-Key has 1 to 255 printable ASCII characters.")


class KeyInUse(HttpRefusal):
    """The first request with this key is still being worked on."""

    status = 409
    code = "idempotency_key_in_use"
    sentence = _("A call with this Idempotency-Key is still being worked on.")


class KeyReused(HttpRefusal):
    """The key was used before with another body."""

    status = 422
    code = "idempotency_key_reused"
    sentence = _("This Idempotency-Key was used before for something else.")


class NotSignedIn(HttpRefusal):
    """Nobody is signed in."""

    status = 401
    code = "not_signed_in"
    sentence = _("Sign in, or send a token.")


class TokenInvalid(HttpRefusal):
    """The token is unknown, expired, revoked, or used from elsewhere: all look the same."""

    status = 401
    code = "token_invalid"
    sentence = _("This token is not accepted.")


class TokenReadsOnly(HttpRefusal):
    """The token was issued for reading."""

    status = 403
    code = "token_reads_only"
    sentence = _("This token may only read.")


class SecondFactorNeeded(HttpRefusal):
    """The session belongs to staff who did not show a second factor yet."""

    status = 403
    code = "second_factor_needed"
    sentence = _("Staff of UNODC sign in with a second factor. Set one up first.")


class TooMany(HttpRefusal):
    """More requests than one caller may send; ``data`` carries ``retry_after`` in seconds."""

    status = 429
    code = "too_many_requests"
    sentence = _("Too many requests. Wait a little, then try again.")


class CsrfFailed(HttpRefusal):
    """A signed-in browser was made to send this from another site."""

    status = 403
    code = "csrf_failed"
    sentence = _("The form was not sent from one of our own pages.")
