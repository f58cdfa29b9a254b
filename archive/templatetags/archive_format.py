"""Template filters around archive/display.py and archive/citing.py."""

import json

from django import template
from django.utils.safestring import SafeString, mark_safe

from archive import browsing, citing, display
from archive.models import Article

register = template.Library()
register.filter("date_in_words", display.date_in_words)
register.filter("machine_date", display.machine_date)
register.filter("thousands", display.thousands)
register.filter("percent", display.percent)
register.filter("is_web_address", display.is_web_address)
register.filter("short_path", display.short_path)
register.filter("reason", browsing.reason_of)
register.filter("reference", citing.reference)
register.filter("citation_tags", citing.citation_tags)

# Inside a script element nothing is escaped but what could end it.
_IN_SCRIPT = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


@register.filter
def json_ld(article: Article) -> SafeString:
    """The article's schema.org data, to stand inside a script element."""
    return mark_safe(json.dumps(citing.to_json_ld(article), ensure_ascii=False).translate(_IN_SCRIPT))  # noqa: S308
