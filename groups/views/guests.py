from django.http import Http404


def guests(request, **kwargs):
    raise Http404


def guest(request, **kwargs):
    raise Http404


def guest_act(request, **kwargs):
    raise Http404


def invitation_act(request, **kwargs):
    raise Http404
