from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "sojourn.reviews"
    label = "reviews"
