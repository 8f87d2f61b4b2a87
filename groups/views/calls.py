from django.http import Http404


def call(request, **kwargs):
    raise Http404


def call_edit(request, **kwargs):
    raise Http404


def call_publish(request, **kwargs):
    raise Http404


def call_close(request, **kwargs):
    raise Http404


def call_answer(request, **kwargs):
    raise Http404


def answer_withdraw(request, **kwargs):
    raise Http404


def answers(request, **kwargs):
    raise Http404


def answer(request, **kwargs):
    raise Http404
