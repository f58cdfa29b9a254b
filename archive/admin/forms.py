"""The forms behind the admin pages: lists as lines, decisions about links, names that must be somebody's own."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminURLFieldWidget
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet

from archive.curation import check_name, check_source_name
from archive.models import Article, Person, PersonName, Source, SourceName, Topic, TopicName
from archive.naming import name_key

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
    InlineFormSet = BaseInlineFormSet[Any, Any, Any]
else:
    ModelForm = forms.ModelForm
    InlineFormSet = BaseInlineFormSet

_MOST_LINES = 500


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    widget = AdminTextareaWidget(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:  # a list from the record, a text from the browser
        return "\n".join(str(each) for each in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        text = self.prepare_value(value) or ""
        lines = [" ".join(line.split()) for line in text.splitlines()]
        return [line for line in lines if line]

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if len(value) > _MOST_LINES:
            raise ValidationError(f"{len(value):,} lines are too many: {_MOST_LINES} at most.")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(initial) != self.to_python(data))


class ArticleForm(ModelForm):
    is_apart = forms.BooleanField(
        required=False,
        label="a text of its own",
        help_text="A copy of none of these, nor of any that is imported later.",
    )
    same_as = forms.ModelChoiceField(
        Article.objects.all(),
        required=False,
        label="is also the text of",
        widget=forms.NumberInput,
        help_text="The number of another article, as in its address.",
        error_messages={"invalid_choice": "There is no article with this number."},
    )
    has_all_topics = forms.BooleanField(
        required=False,
        label="the topics are complete",
        help_text="The article has the topics below and no other: no import adds one, and the archive learns from it.",
    )
    authors = LinesField(required=False, help_text="One name a line, as in the byline.")
    keywords = LinesField(required=False, help_text="One a line.")
    url = forms.URLField(required=False, max_length=2000, assume_scheme="https", widget=AdminURLFieldWidget)

    class Meta:
        model = Article
        fields = "__all__"  # the admin's fieldsets choose them
        # The admin's wide field: headlines are longer than the names it expects.
        widgets: ClassVar = {"title": forms.TextInput(attrs={"class": "vLargeTextField"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["has_all_topics"] = self.instance.topics_completed_at is not None
            self.initial["is_apart"] = self.instance.version_decisions.filter(other=None, undone_at=None).exists()

    def clean_same_as(self) -> Article | None:
        other: Article | None = self.cleaned_data["same_as"]
        if other and other.pk == self.instance.pk:
            raise ValidationError("That is this article: name another one.")
        return other


class DecisionForm(ModelForm):
    """What a curator says of a link that is there."""

    UNDECIDED, CONFIRMED, REJECTED = "", "confirmed", "rejected"

    decision = forms.ChoiceField(
        required=False, choices=[(UNDECIDED, "undecided"), (CONFIRMED, "right"), (REJECTED, "wrong: keep it away")]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.rejected:
            self.initial["decision"] = self.REJECTED
        elif self.instance.decided_at:
            self.initial["decision"] = self.CONFIRMED

    def clean_decision(self) -> str:
        decision = str(self.cleaned_data["decision"])
        if decision == self.UNDECIDED and self.initial.get("decision"):
            raise ValidationError("A decision can be changed, not taken back: say right or wrong.")
        return decision


class LinkFormSet(InlineFormSet):
    """Links whose article is the one on the page, so that naming them asks the database nothing."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if form.instance.pk:
            form.instance.article = self.instance


class NamedForm(ModelForm):
    """A record whose name must be one that can be found again."""

    def clean_name(self) -> str:
        return check_name(self.cleaned_data["name"])


class PersonForm(NamedForm):
    class Meta:
        model = Person
        fields = ("name", "born", "died", "note")


class SourceForm(ModelForm):
    class Meta:
        model = Source
        fields = ("name", "note")

    def clean_name(self) -> str:
        return check_source_name(self.cleaned_data["name"], source=self.instance if self.instance.pk else None)


class TopicForm(ModelForm):
    class Meta:
        model = Topic
        fields = ("label", "qcode", "parent", "definition")

    def clean_label(self) -> str:
        return check_name(self.cleaned_data["label"])


class PersonNameForm(NamedForm):
    class Meta:
        model = PersonName
        fields = ("name",)


class TopicNameForm(NamedForm):
    class Meta:
        model = TopicName
        fields = ("name",)


class SourceNameForm(ModelForm):
    class Meta:
        model = SourceName
        fields = ("name",)

    def clean_name(self) -> str:
        source = getattr(self.instance, "source", None)
        return check_source_name(self.cleaned_data["name"], source=source if source and source.pk else None)


class NamesFormSet(InlineFormSet):
    """The names of one record, each with its key, none twice."""

    def clean(self) -> None:
        super().clean()
        seen: set[str] = set()
        for form in self.forms:
            name = getattr(form, "cleaned_data", {}).get("name")
            if not name or form.cleaned_data.get("DELETE"):
                continue
            key = name_key(name)
            if key in seen:
                form.add_error("name", "This is the same name once more: leave one of them out.")
            seen.add(key)
            form.instance.key = key
