from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    name = "sojourn.petitions"
    label = "petitions"
