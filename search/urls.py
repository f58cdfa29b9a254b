"""The addresses of the search room; archive/urls.py includes them."""

from django.urls import URLPattern, path

from search import views

urlpatterns: list[URLPattern] = [
    path("", views.front, name="front"),
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="suggest"),
    path("search/advanced/", views.advanced_search, name="advanced-search"),
    path("search/help/", views.search_help, name="search-help"),
    path("compare/", views.compare_searches, name="compare"),
    path("coverage/", views.coverage, name="coverage"),
    path("saved/", views.saved_searches, name="saved-searches"),
    path("saved/new/", views.save_search, name="save-search"),
    path("saved/<slug:code>/delete/", views.delete_saved_search, name="delete-saved-search"),
    path("s/<slug:code>/", views.saved_search, name="saved-search"),
]
