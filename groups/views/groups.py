from django.http import Http404


def group_list(request, **kwargs):
    raise Http404


def group_new(request, **kwargs):
    raise Http404


def group(request, **kwargs):
    raise Http404


def group_edit(request, **kwargs):
    raise Http404


def group_state(request, **kwargs):
    raise Http404
