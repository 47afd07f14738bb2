"""People, organisations, memberships, tokens, invitations."""

from accounts.models.invitation import Invitation
from accounts.models.membership import Membership, RoleGrant
from accounts.models.organisation import Organisation
from accounts.models.reset import PasswordReset
from accounts.models.token import ApiToken
from accounts.models.user import User

__all__ = [
    "ApiToken",
    "Invitation",
    "Membership",
    "Organisation",
    "PasswordReset",
    "RoleGrant",
    "User",
]
