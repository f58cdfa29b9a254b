"""Forms of the search room."""

from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from search.composing import Parts, compose
from search.models import SavedSearch
from search.query.parser import MAX_SLOP, parse
from search.query.terms import FEWEST_LETTERS
from search.request import SearchRequest
from search.text import forms as forms_of

# Longer than any search that the limits of SearchRequest leave.
MAX_QUERY_STRING = 20_000


class SaveSearchForm(forms.ModelForm):  # type: ignore[type-arg]  # Django makes it generic for mypy alone
    """A name for the search on screen, and who may open it."""

    query_string = forms.CharField(required=False, max_length=MAX_QUERY_STRING, widget=forms.HiddenInput)

    class Meta:
        model = SavedSearch
        fields: ClassVar = ["name", "shared", "query_string"]
        labels: ClassVar = {"name": _("Name"), "shared": _("Anyone with the link may open it")}

    def clean_query_string(self) -> str:
        """The search as a link would have it: nothing but parameters of a search is kept."""
        return SearchRequest.from_query_string(self.cleaned_data["query_string"]).search_key


class AdvancedSearchForm(forms.Form):
    """The parts of a query, one a field; `cleaned_data["q"]` is the query that means them all."""

    all_of = forms.CharField(label=_("All these words"), required=False, help_text="harbour strike")
    phrase = forms.CharField(label=_("Exactly this phrase"), required=False, help_text='"harbour strike"')
    any_of = forms.CharField(label=_("Any of these words"), required=False, help_text="(harbour OR port)")
    none_of = forms.CharField(label=_("None of these words"), required=False, help_text="-tanker -oil")
    near = forms.CharField(label=_("These words near each other"), required=False, help_text='"harbour strike"~5')
    within = forms.IntegerField(
        label=_("within so many words"), required=False, initial=5, min_value=0, max_value=MAX_SLOP
    )
    starting = forms.CharField(label=_("Words that start with"), required=False, help_text="harb*")
    title = forms.CharField(label=_("Words of the headline"), required=False, help_text="title:strike")
    body = forms.CharField(label=_("Words of the text"), required=False, help_text="body:(strike harbour)")
    author = forms.CharField(label=_("Words of the byline"), required=False, help_text="author:lund")
    first = forms.CharField(label=_("From"), required=False, help_text="date:2009-12..")
    last = forms.CharField(label=_("To"), required=False, help_text="date:..2011")

    @classmethod
    def is_filled_in(cls, data: QueryDict) -> bool:
        """Whether the form was sent: empty or not, its fields are in the address then."""
        return any(name in data for name in cls.base_fields)

    def clean_near(self) -> str:
        near: str = self.cleaned_data["near"]
        if near and len(forms_of(near)) < 2:
            raise forms.ValidationError(_("Write two words or more: one is always near itself."))
        return near

    def clean_starting(self) -> str:
        starting: str = self.cleaned_data["starting"]
        if any(len(word) < FEWEST_LETTERS for word in starting.split()):
            raise forms.ValidationError(_("Write two letters or more."))
        return starting

    def clean(self) -> dict[str, Any]:
        """Composes the query; what the language cannot read (a date, say) is said above the fields."""
        data = self.cleaned_data
        given = {name: value for name, value in data.items() if value not in {"", None}}
        q = compose(Parts(**given))
        problem = parse(q).problem
        if not self.errors and problem:
            raise forms.ValidationError(problem.message)
        if not self.errors and not q:
            raise forms.ValidationError(_("Fill in one field or more."))
        return {**data, "q": q}
