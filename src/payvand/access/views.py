"""Pages of accounts: for the administrator, for everyone's own profile, and the list of acts."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from payvand.access import queries, services
from payvand.access.forms import ActFilter, NewUserForm, ProfileForm, RoleForm, UserForm
from payvand.access.http import ScopedRequest, requires
from payvand.access.language import SESSION_KEY
from payvand.access.models import User
from payvand.access.policies import CHANGE_USERS, SEE_USERS
from payvand.core.forms import attempt

PER_PAGE = 50


@require_safe
@requires(SEE_USERS)
def user_list(request: ScopedRequest) -> HttpResponse:
    """List all users with their roles."""
    page = Paginator(queries.users(request.scope), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "access/users.html", {"page": page})


@requires(CHANGE_USERS)
@never_cache
def new_user(request: ScopedRequest) -> HttpResponse:
    """Create a user with a first role; the password to hand over is shown once."""
    form = NewUserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        made = attempt(
            form,
            lambda: services.create_user_with_role(
                scope=request.scope,
                username=values["username"],
                full_name=values["full_name"],
                language=values["language"],
                **form.membership(),
            ),
        )
        if made is not None:
            user, password = made
            return render(request, "access/handed_over.html", {"user_shown": user, "password": password})
    return render(request, "access/new_user.html", {"form": form})


@requires(SEE_USERS)
def user_page(request: ScopedRequest, user_id: UUID) -> HttpResponse:
    """Show one user, and change how they are called."""
    if request.method == "POST":
        request.scope.require(CHANGE_USERS)
    user = get_object_or_404(queries.users(request.scope), pk=user_id)
    form = UserForm.of(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        changed = attempt(
            form,
            lambda: services.change_user(
                scope=request.scope,
                user=user,
                full_name=values["full_name"],
                language=values["language"],
                expected_version=values["version"],
            ),
        )
        if changed is not None:
            messages.success(request, _("Saved."))
            return redirect("access:user", user_id)
    return _show_user(request, user, form, RoleForm())


def _show_user(request: ScopedRequest, user: User, form: UserForm, role_form: RoleForm) -> HttpResponse:
    context = {
        "user_shown": user,
        "form": form,
        "role_form": role_form,
        "may_change": request.scope.may(CHANGE_USERS),
        "is_oneself": user.pk == request.scope.user_id,
        "second_factors": queries.second_factors(user),
    }
    return render(request, "access/user.html", context)


@require_POST
@requires(CHANGE_USERS)
def add_role(request: ScopedRequest, user_id: UUID) -> HttpResponse:
    """Give a user a role."""
    user = get_object_or_404(queries.users(request.scope), pk=user_id)
    form = RoleForm(request.POST)
    if form.is_valid():
        added = attempt(form, lambda: services.add_membership(scope=request.scope, user=user, **form.membership()))
        if added is not None:
            messages.success(request, _("The role was given."))
            return redirect("access:user", user_id)
    return _show_user(request, user, UserForm.of(user), form)


@require_POST
@requires(CHANGE_USERS)
def end_role(request: ScopedRequest, user_id: UUID, membership_id: UUID) -> HttpResponse:
    """End a role of a user at once."""
    membership = get_object_or_404(queries.memberships(request.scope), pk=membership_id, user_id=user_id)
    services.end_membership(scope=request.scope, membership=membership)
    messages.success(request, _("The role has ended."))
    return redirect("access:user", user_id)


@require_POST
@requires(CHANGE_USERS)
def deactivate(request: ScopedRequest, user_id: UUID) -> HttpResponse:
    """Close an account."""
    user = get_object_or_404(queries.users(request.scope), pk=user_id)
    services.deactivate_user(scope=request.scope, user=user)
    messages.success(request, _("The account is closed, and its sessions have ended."))
    return redirect("access:user", user_id)


@require_POST
@requires(CHANGE_USERS)
def reactivate(request: ScopedRequest, user_id: UUID) -> HttpResponse:
    """Open a closed account again."""
    user = get_object_or_404(queries.users(request.scope), pk=user_id)
    services.reactivate_user(scope=request.scope, user=user)
    messages.success(request, _("The account is open again."))
    return redirect("access:user", user_id)


@require_POST
@requires(CHANGE_USERS)
@never_cache
def reset_password(request: ScopedRequest, user_id: UUID) -> HttpResponse:
    """Give a user a new password to hand over, shown once."""
    user = get_object_or_404(queries.users(request.scope), pk=user_id)
    password = services.reset_password(scope=request.scope, user=user)
    return render(request, "access/handed_over.html", {"user_shown": user, "password": password})


@require_POST
@requires(CHANGE_USERS)
def reset_second_factor(request: ScopedRequest, user_id: UUID) -> HttpResponse:
    """Take a user's code generators and passkeys away, so that they enrol anew."""
    user = get_object_or_404(queries.users(request.scope), pk=user_id)
    services.reset_second_factor(scope=request.scope, user=user)
    messages.success(request, _("The second factor was taken away; a new one is asked for at the next sign-in."))
    return redirect("access:user", user_id)


def profile(request: ScopedRequest) -> HttpResponse:
    """Show a user their own account: language, password, second factor, roles."""
    user = _oneself(request)
    form = ProfileForm(request.POST or None, initial={"language": user.language or settings.LANGUAGE_CODE})
    if request.method == "POST" and form.is_valid():
        request.session[SESSION_KEY] = form.cleaned_data["language"]
        services.choose_language(user=user, language=form.cleaned_data["language"])
        return redirect("access:profile")
    context = {
        "form": form,
        "memberships": queries.own_memberships(user),
        "second_factors": queries.second_factors(user),
        "providers": settings.NODE_SETTINGS.sign_in.providers,
    }
    return render(request, "access/profile.html", context)


@require_POST
def end_other_sessions(request: ScopedRequest) -> HttpResponse:
    """End every session of this user but the present one."""
    user = services.end_sessions(scope=request.scope, user=_oneself(request))
    update_session_auth_hash(request, user)
    messages.success(request, _("All other sessions have ended."))
    return redirect("access:profile")


@require_safe
def act_list(request: ScopedRequest) -> HttpResponse:
    """List the recorded acts; for who may see none of them there is no such page."""
    form = ActFilter(request.GET or None, rooms=queries.rooms_with_acts(request.scope))
    chosen = form.cleaned_data if form.is_valid() else {}
    page = Paginator(queries.acts(request.scope, **chosen), PER_PAGE).get_page(request.GET.get("page"))
    names = queries.display_names(act.user_id for act in page)
    rows = [(act, names.get(act.user_id, "") if act.user_id else act.actor) for act in page]
    return render(request, "access/acts.html", {"page": page, "rows": rows, "form": form})


def _oneself(request: ScopedRequest) -> User:
    """Return the signed-in user; the middleware lets nobody else in."""
    user = request.user
    assert isinstance(user, User)
    return user
