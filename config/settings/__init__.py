"""The settings, one file per subject; everybody else reads them through django.conf."""

from __future__ import annotations

import os
from pathlib import Path

from django.contrib.messages.constants import ERROR, SUCCESS, WARNING
from django.utils.translation import gettext_lazy as _

from config.services.places import ROOT, here
from config.settings.address import IATI_ORGANISATION as IATI_ORGANISATION
from config.settings.address import PUBLIC_URL as PUBLIC_URL
from config.settings.api import *
from config.settings.database import *
from config.settings.doors import *
from config.settings.logs import *
from config.settings.mode import MODE, Mode
from config.settings.queue import *
from config.settings.security import *

BASE_DIR: Path = ROOT
TARA_MODE = MODE.value

ROOMS = [
    "config",
    "reference",
    "workflows",
    "accounts",
    "web",
    "messaging",
    "ta_requests",
    "donors",
    "reporting",
    "portal",
    "api_docs",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_fsm",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    *ROOMS,
    "web.staff.StaffAdminConfig",  # after the rooms, whose templates stand before its own
]
MESSAGE_TAGS = {SUCCESS: "good", WARNING: "attention", ERROR: "bad"}
"""How the portal calls the looks of a message."""

MIDDLEWARE = [
    "web.correlation.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "web.throttle.ThrottleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Holds what the steps of signing in know about the request, until after the commit.
    "allauth.account.middleware.AccountMiddleware",
    # One transaction per request, speaking as the caller; the session is saved outside of it.
    "web.principal.PrincipalMiddleware",
    "web.second_factor.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "web.bare_answers.BareAnswersMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "portal:sign_in"
LOGIN_REDIRECT_URL = "/home/"
# Where staff without a second factor are led, until they have one.
SECOND_FACTOR_URL = "mfa_index"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("ar", _("Arabic")),
    ("zh-hans", _("Chinese")),
    ("en", _("English")),
    ("fr", _("French")),
    ("ru", _("Russian")),
    ("es", _("Spanish")),
]
FORMAT_MODULE_PATH = ["config.formats"]
LOCALE_PATHS = [ROOT / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "static_built" if MODE is Mode.PRODUCTION else None
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "portal.typefaces.finder.TypefaceFinder",
]
# A first run serves the files where they lie; production collects and fingerprints them.
WHITENOISE_USE_FINDERS = MODE is not Mode.PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if MODE is Mode.PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Uploaded files: outside of what a web server may serve; they are handed out by a view.
MEDIA_ROOT = Path(os.environ.get("TARA_FILES") or here().var / "files")

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = here().var / "mail"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("TARA_MAIL_FROM", "TARA <noreply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if MODE is Mode.PRODUCTION:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = os.environ.get("TARA_MAIL_HOST", "localhost")
    EMAIL_PORT = int(os.environ.get("TARA_MAIL_PORT", "25"))
    EMAIL_HOST_USER = os.environ.get("TARA_MAIL_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("TARA_MAIL_PASSWORD", "")
    EMAIL_USE_TLS = bool(os.environ.get("TARA_MAIL_TLS"))
