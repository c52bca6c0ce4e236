from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sojourn.accounts"
    label = "accounts"
