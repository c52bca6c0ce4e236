"""The framework's `i18n` tags, with one difference: a fixed text is looked up once in each language.

A page of the office says some fifty of them. Settings name this library `i18n`, so templates load it as ever.
"""

from __future__ import annotations

from django import template
from django.template.base import Node, Parser, Token
from django.template.context import Context
from django.templatetags import i18n
from django.utils.translation import get_language

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class SaidOnce(Node):
    """A text without filters or context: in one language it is always the same."""

    child_nodelists = ()

    def __init__(self, found: i18n.TranslateNode) -> None:
        self.found, self.name = found, found.asvar
        self.found.asvar = None  # the name is given here
        self.said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        said = self.said.get(language)
        if said is None:
            said = self.said[language] = self.found.render(context)
        if not self.name:
            return said
        context[self.name] = said
        return ""


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    """As the framework's own; see there."""
    found: i18n.TranslateNode = i18n.do_translate(parser, token)
    said = found.filter_expression
    fixed = not said.filters and getattr(said.var, "literal", None) is not None
    return SaidOnce(found) if fixed and not found.message_context and not found.noop else found
