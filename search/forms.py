"""Forms of the search room."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from search.models import SavedSearch
from search.request import SearchRequest

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
