"""The examples of the help page: a query, and what it finds."""

from django.utils.translation import gettext_lazy as _

EXAMPLES = (
    (
        _("Words"),
        (
            ("harbour strike", _("Articles with both words, in any order. “Strikes” and “striking” count too.")),
            ('"harbour strike"', _("Exactly these words, one after the other: “harbours” does not count.")),
            ('"harbour strike"~5', _("Both words within five words of each other, in any form and order.")),
            ("=strikes", _("This very form: “strike” does not count.")),
            ("harb*", _("All words that start with these letters (two or more).")),
            ("harbor~", _("The word with at most one letter wrong, missing or added.")),
        ),
    ),
    (
        _("Together"),
        (
            ("harbour OR port", _("Either word. OR, AND and NOT are written in capitals.")),
            ("strike -tanker", _("The first word without the second; NOT tanker means the same.")),
            ("(harbour OR port) strike", _("Parentheses keep together what belongs together.")),
        ),
    ),
    (
        _("Where"),
        (
            ("title:strike", _("In the headline. body: and author: search the text and the byline.")),
            ('person:"de Wit"', _("In the names of the people found in the article.")),
            ("source:gazette", _("In the name of the source.")),
            ("topic:transport", _("In the topics of the article and the topics above them.")),
        ),
    ),
    (
        _("When"),
        (
            ("date:2009-12", _("Of December 2009; date:2009 and date:2009-12-16 work alike.")),
            ("date:2009..2011", _("From 2009 to the end of 2011; date:2009.. and date:..2011 leave a side open.")),
            ("before:2010", _("Before 2010 began.")),
            ("after:2010-05", _("After May 2010 ended.")),
        ),
    ),
)
