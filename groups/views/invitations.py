from django.http import Http404


def invite(request, **kwargs):
    raise Http404


def group_invitation(request, **kwargs):
    raise Http404


def invitation(request, **kwargs):
    raise Http404


def invitation_accept(request, **kwargs):
    raise Http404


def invitation_decline(request, **kwargs):
    raise Http404
