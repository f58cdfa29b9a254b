"""Template filters around archive/display.py."""

from django import template

from archive import display

register = template.Library()
register.filter("date_in_words", display.date_in_words)
register.filter("machine_date", display.machine_date)
register.filter("thousands", display.thousands)
register.filter("percent", display.percent)
register.filter("is_web_address", display.is_web_address)
register.filter("short_path", display.short_path)
