from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "sojourn.documents"
    label = "documents"
