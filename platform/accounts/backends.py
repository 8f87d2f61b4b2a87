"""How people are known again on each page."""

from allauth.account.auth_backends import AuthenticationBackend as AccountBackend

from accounts.models import User
from common.prepared import Prepared

_person = Prepared(lambda pk: User.objects.filter(pk=pk))


class AuthenticationBackend(AccountBackend):
    """Signing in is django-allauth's; each page then asks who it is, by a query composed once."""

    def get_user(self, user_id) -> User | None:
        for user in _person(pk=user_id):
            return user if self.user_can_authenticate(user) else None
        return None
