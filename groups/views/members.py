from django.http import Http404


def members(request, **kwargs):
    raise Http404


def role(request, **kwargs):
    raise Http404


def end(request, **kwargs):
    raise Http404


def restore(request, **kwargs):
    raise Http404


def leave(request, **kwargs):
    raise Http404


def engage(request, **kwargs):
    raise Http404


def engagement(request, **kwargs):
    raise Http404
