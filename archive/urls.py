"""Every address of the site. The names are a contract: saved links and scripts rely on them."""

from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

from archive import correcting, views

urlpatterns = [
    path("", include("search.urls")),
    path("articles/<int:pk>/", views.article, name="article-short"),
    path("articles/<int:pk>/-/correct/", correcting.correct, name="correct"),
    path("articles/<int:pk>/-/report/", correcting.report, name="report"),
    path("articles/<int:pk>/<slug:slug>/", views.article, name="article"),
    path("articles/<int:pk>.<str:form>", views.citation, name="citation"),
    path("choices/<slug:kind>/", correcting.choices, name="choices"),
    path("people/", views.people, name="people"),
    path("people/<int:pk>/", views.person, name="person-short"),
    path("people/<int:pk>/<slug:slug>/", views.person, name="person"),
    path("topics/", views.topics, name="topics"),
    path("topics/<slug:slug>/", views.topic, name="topic"),
    path("sources/", views.sources, name="sources"),
    path("sources/<slug:slug>/", views.source, name="source"),
    path("accounts/login/", LoginView.as_view(template_name="accounts/login.html"), name="login"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    path("admin/", admin.site.urls),
]
