"""The addresses of the intake room: identifiers only, never a name or a file's name."""

app_name = "intake"
urlpatterns: list[object] = []
