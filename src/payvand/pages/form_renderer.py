from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Renders `{{ form }}` and `{{ field.as_field_group }}` with the project's own markup."""

    form_template_name = "pages/forms/form.html"
    formset_template_name = "pages/forms/formset.html"
    field_template_name = "pages/forms/field.html"
